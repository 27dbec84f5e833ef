// Pictures of the canvas: for saving, for paper, and for a frame out of sight, which keeps a picture and gives its graphics
// context back (a browser has about sixteen for all frames of a page).

import {$, make, stage_canvas, toast} from './dom.js';

const kRestAfter = 4000;  // ms out of sight
const kTakenFor = 3000;   // ms that we wait for a context that the browser took

function copy_of(canvas) {
  const copy = make('canvas', {width: canvas.width, height: canvas.height});
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy;
}

// A copy of what the canvas shows now, or null where it cannot be drawn. The drawing buffer can be read in the task that drew it.
/** @param {import('./types').Engine | null} engine */
function snapshot(engine) {
  const canvas = stage_canvas();
  if (!engine || !canvas.clientWidth || canvas.getContext('webgl2')?.isContextLost() !== false) return null;
  engine.draw();
  return copy_of(canvas);
}

// running(): the program, while it runs. rests(): the frame has given its context back; anew(): it is to begin again
// from its address; redraw(): what is seen is out of date.
/** @param {{t: import('./types').Words, embedded: boolean, running: () => import('./types').Engine | null,
 *   rests: () => void, anew: () => void,
 *   redraw: () => void}} page */
export function graphics({t, embedded, running, rests, anew, redraw}) {
  const canvas = stage_canvas();
  let still = null, seen, begun = false, timer = 0;  // seen: once that is known
  let ours = null;  // the extension by which we gave the context back

  function rest() {
    if (!begun || !embedded || seen !== false || ours) return;
    const gl = canvas.getContext('webgl2'), taken = gl && snapshot(running());
    if (!taken) return;
    still?.remove();
    still = taken;
    still.id = 'still';
    $('stage').append(still);
    ours = gl.getExtension('WEBGL_lose_context');
    ours?.loseContext();
    rests();
  }
  const lost = () => canvas.getContext('webgl2')?.isContextLost();
  function wake() {
    if (!begun || !lost()) return;
    if (ours) return ours.restoreContext();
    // The browser took it, for other frames, and may keep it for ever: a frame begins again from its address.
    clearTimeout(timer);
    const again = /** @type {PerformanceNavigationTiming} */ (performance.getEntriesByType('navigation')[0])?.type === 'reload';  // not over and over
    if (embedded) timer = setTimeout(() => seen && lost() && anew(), again ? 10 * kTakenFor : kTakenFor);
  }
  canvas.addEventListener('webglcontextlost', (e) => {
    e.preventDefault();  // we want it back
    if (!ours && seen) toast(t('gl.lost'), {kind: 'warning'});
    if (seen) setTimeout(wake);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    running()?.set('ui.context', 'restored');
    redraw();
    if (!ours && seen) toast(t('gl.restored'));
    ours = null;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      still?.remove();
      still = null;
    }));
  });

  return {
    picture: () => snapshot(running()) ?? (still && copy_of(still)),
    begin() {  // out of sight a frame rests at once: of many that start together each draws, and none is in the way
      begun = true;
      rest();
    },
    sight(on) {
      const before = seen;
      seen = on;
      clearTimeout(timer);
      if (on) wake();
      else timer = setTimeout(rest, before ? kRestAfter : 0);
    },
  };
}

/** @returns {NodeListOf<HTMLDetailsElement>} */
const details = (which) => document.querySelectorAll(which);

// Paper shows a picture of the experiment, its state in words and its link; the text of the lesson follows (style.css).
// state(): in words, once the program is there; url(): the link that is shared; picture(): of the canvas. Returns
// prepare(whether to take a new picture).
/** @param {{state: () => string | undefined, url: () => string, picture: () => HTMLCanvasElement | null}} page */
export function printing({state, url, picture}) {
  const box = $('print');
  function prepare(drawn) {
    const words = state();
    if (words === undefined) return;
    const link = url();
    const shown = drawn && (picture() ?? box.querySelector('canvas'));
    if (shown) box.dataset.drawn = '';
    else delete box.dataset.drawn;
    for (const d of details('article details:not([open])')) {
      d.open = true;
      d.dataset.unfolded = '';
    }
    box.replaceChildren(...[shown, make('p', {class: 'print-words'}, words), make('p', {class: 'print-link'}, make('a', {href: link}, link))].filter(Boolean));
  }
  addEventListener('beforeprint', prepare);
  addEventListener('afterprint', () => {
    for (const d of details('[data-unfolded]')) {
      d.open = false;
      delete d.dataset.unfolded;
    }
  });
  matchMedia('print').addEventListener('change', (e) => e.matches && prepare(e));
  return prepare;
}
