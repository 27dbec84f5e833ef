// Pictures of the canvas: for saving, for paper, and for a frame out of sight, which keeps a picture and gives its graphics
// context back (a browser has about sixteen for all frames of a page).

import {make, toast} from './say.js';

const $ = (id) => document.getElementById(id);
const kRestAfter = 4000;  // ms out of sight
const kTakenFor = 3000;   // ms that we wait for a context that the browser took

function copy_of(canvas) {
  const copy = make('canvas', {width: canvas.width, height: canvas.height});
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy;
}

// A copy of what the canvas shows now, or null where it cannot be drawn. The drawing buffer can be read in the task that drew it.
export function snapshot(page) {
  const canvas = /** @type {HTMLCanvasElement} */ ($('canvas'));
  if (!page.engine || page.engine.stopped || !canvas.clientWidth || canvas.getContext('webgl2')?.isContextLost() !== false) return null;
  page.engine.draw();
  return copy_of(canvas);
}

export function graphics(page) {
  const canvas = /** @type {HTMLCanvasElement} */ ($('canvas'));
  let still = null, seen, begun = false, timer = 0;  // seen: once that is known
  let ours = null;  // the extension by which we gave the context back

  function rest() {
    if (!begun || !page.embedded || seen !== false || ours) return;
    const gl = canvas.getContext('webgl2'), taken = gl && snapshot(page);
    if (!taken) return;
    still?.remove();
    still = taken;
    still.id = 'still';
    $('stage').append(still);
    ours = gl.getExtension('WEBGL_lose_context');
    ours?.loseContext();
    page.paper(false);  // nobody may tell it that the deck is being printed
  }
  const lost = () => canvas.getContext('webgl2')?.isContextLost();
  function wake() {
    if (!begun || !lost()) return;
    if (ours) return ours.restoreContext();
    // The browser took it, for other frames, and may keep it for ever: a frame begins again from its address.
    clearTimeout(timer);
    const again = /** @type {PerformanceNavigationTiming} */ (performance.getEntriesByType('navigation')[0])?.type === 'reload';  // not over and over
    if (page.embedded) timer = setTimeout(() => seen && lost() && page.anew(), again ? 10 * kTakenFor : kTakenFor);
  }
  canvas.addEventListener('webglcontextlost', (e) => {
    e.preventDefault();  // we want it back
    if (!ours && seen) toast(page.t('gl.lost'), {kind: 'warning'});
    if (seen) setTimeout(wake);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    page.engine?.set('ui.context', 'restored');
    page.redraw();
    if (!ours && seen) toast(page.t('gl.restored'));
    ours = null;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      still?.remove();
      still = null;
    }));
  });

  return {
    picture: () => snapshot(page) ?? (still && copy_of(still)),
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
export function printing(page, picture) {
  const box = $('print');
  function prepare(drawn) {
    if (!page.engine) return;
    const url = page.shared_url(), shown = drawn && (picture() ?? box.querySelector('canvas'));
    if (shown) box.dataset.drawn = '';
    else delete box.dataset.drawn;
    for (const d of details('article details:not([open])')) {
      d.open = true;
      d.dataset.unfolded = '';
    }
    box.replaceChildren(...[shown, make('p', {class: 'print-words'}, page.engine.observe().words),
      make('p', {class: 'print-link'}, make('a', {href: url}, url))].filter(Boolean));
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
