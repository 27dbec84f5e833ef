// A number typed on the canvas is typed in a real field over it, so that phones show their keyboard.

import {$, make} from './dom.js';
import {unwritten, written} from './strings.js';

// row(key): the parameter, if there is one; place_of(key): where the canvas shows its value now, [x, y, w, h].
/** @param {{t: import('./types').Words, lang: () => string,
 *   row: (key: string) => import('./types').RowEntry | undefined,
 *   set: (key: string, value: string) => void, place_of: (key: string) => number[] | null}} page */
export function value_field({t, lang, row, set, place_of}) {
  let field = null, leave = /** @type {(how: string) => void} */ (() => {}), key = '';

  function put({x, y, w, h}) {
    const stage = $('stage').getBoundingClientRect(), wide = Math.max(w || 0, 72), high = Math.max(h || 0, 28);
    Object.assign(field.style, {width: `${wide}px`, height: `${high}px`,
      left: `${Math.max(4, Math.min(x, stage.width - wide - 4))}px`, top: `${Math.max(4, Math.min(y, stage.height - high - 4))}px`});
  }

  function open(detail) {
    let d;
    try {
      d = JSON.parse(detail);
    } catch {
      return;
    }
    leave('blur');  // what was being changed is taken, as by a click elsewhere
    const of = row(d.key), shown = written(lang(), d.value ?? '');
    field = make('input', {id: 'edit', type: 'text', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'done',
      inputmode: of?.kind === 'integer' && of.lo >= 0 ? 'numeric' : of?.kind === 'real' && of.lo >= 0 ? 'decimal' : 'text',
      value: shown, 'aria-label': t('edit.label', {name: d.label ?? d.key})});
    key = d.key;
    put(d);
    const mine = field;
    let done = false;
    leave = (how) => {
      if (done) return;
      done = true;
      field = null;
      if ((how === 'enter' || how === 'blur') && mine.value !== shown) set(d.key, unwritten(lang(), mine.value));
      mine.remove();
      if (how === 'enter' || how === 'escape') $('canvas').focus({preventScroll: true});
    };
    field.addEventListener('keydown', (e) => {
      if (e.key === 'Enter') leave('enter');
      if (e.key === 'Escape') leave('escape');
    });
    field.addEventListener('blur', () => leave('blur'));
    $('stage').append(field);
    field.focus({preventScroll: true});
    field.select();
  }

  // The value may stand elsewhere once the page has another size (a phone's keyboard changes it as well): the field goes along.
  let following = 0;
  new ResizeObserver(() => {
    if (!field) return;
    clearTimeout(following);
    following = setTimeout(() => {
      if (!field) return;
      const place = place_of(key);
      if (place) put({x: place[0], y: place[1], w: place[2], h: place[3]});
    }, 60);
  }).observe($('stage'));

  return {
    open,
    drop() { leave('drop'); },  // without taking what was typed
  };
}
