// A number typed on the canvas is typed in a real field over it, so that phones show their keyboard.

import {make} from './say.js';
import {unwritten, written} from './strings.js';

const $ = (id) => document.getElementById(id);

export function value_field(page) {
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
    const row = page.engine.describe().rows.find((r) => r.key === d.key), shown = written(page.lang, d.value ?? '');
    field = make('input', {id: 'edit', type: 'text', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'done',
      inputmode: row?.kind === 'integer' && row.lo >= 0 ? 'numeric' : row?.kind === 'real' && row.lo >= 0 ? 'decimal' : 'text',
      value: shown, 'aria-label': page.t('edit.label', {name: d.label ?? d.key})});
    key = d.key;
    put(d);
    const mine = field;
    let done = false;
    leave = (how) => {
      if (done) return;
      done = true;
      field = null;
      if ((how === 'enter' || how === 'blur') && mine.value !== shown) page.set(d.key, unwritten(page.lang, mine.value));
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
      page.engine.draw();
      const place = page.engine.value_place(key);
      if (place) put({x: place[0], y: place[1], w: place[2], h: place[3]});
    }, 60);
  }).observe($('stage'));

  return {
    open,
    drop() { leave('drop'); },  // without taking what was typed
  };
}
