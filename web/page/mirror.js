// What Dear ImGui cannot tell a screen reader: the rows as native controls, the scalars as a table, the state in words.
// Unseen until the keyboard enters it; then it is an ordinary card.

import {$, make} from './dom.js';
import {written} from './strings.js';

/** @param {{t: import('./types').Words, lang: () => string, observe: () => import('./types').Observation,
 *   set: (key: string, value: string) => void, play: (on: boolean) => void, step: (n: number) => void,
 *   reset: () => void}} page */
export function mirror({t, lang, observe, set, play: set_playing, step, reset}) {
  const box = $('mirror');
  let built = '', fields = new Map(), cells = new Map(), play = null, at = null;
  let last_words = '', words_due = 0, words_timer = 0, values_due = 0, values_timer = 0;

  const to_slider = (row, v) => (row.scale === 'log' && row.lo > 0 ? Math.log(v / row.lo) / Math.log(row.hi / row.lo) : v);
  const from_slider = (row, x) => (row.scale === 'log' && row.lo > 0 ? row.lo * (row.hi / row.lo) ** x : x);
  const tidy = (v) => written(lang(), String(Number(Number(v).toPrecision(6))));

  function control(row) {
    const id = `m-${row.key}`;
    const label = make('label', {for: id}, row.unit ? `${row.label}, ${row.unit}` : row.label);
    const help = row.help ? make('small', {id: `${id}-help`}, row.help) : null;
    const idle = make('small', {id: `${id}-idle`, hidden: true});
    const described = help ? `${id}-help ${id}-idle` : `${id}-idle`;
    let input, read, write;
    if (row.kind === 'choice') {
      input = make('select', {id, 'aria-describedby': described}, ...row.choices.map((value, i) => make('option', {value}, row.labels?.[i] ?? value)));
      read = () => input.value;
      write = (v) => { input.value = v; };
    } else if (row.kind === 'toggle') {
      input = make('input', {id, type: 'checkbox', role: 'switch', 'aria-describedby': described});
      read = () => (input.checked ? '1' : '0');
      write = (v) => { input.checked = v === '1' || v === 'true'; };
    } else if (row.kind === 'real' || row.kind === 'integer') {
      const log = row.scale === 'log' && row.lo > 0;
      input = make('input', {id, type: 'range', min: log ? 0 : row.lo, max: log ? 1 : row.hi,
        step: log ? 0.001 : row.kind === 'integer' ? 1 : 'any', 'aria-describedby': described});
      if (row.kind === 'real' && !log) input.step = String((row.hi - row.lo) / 500);
      const shown = make('output', {for: id});
      label.append(' ', shown);
      const value = () => {
        const v = from_slider(row, Number(input.value));
        return String(row.kind === 'integer' ? Math.round(v) : Number(v.toPrecision(6)));
      };
      read = value;
      write = (v) => {
        input.value = String(to_slider(row, Number(v)));
        shown.textContent = tidy(v);
        input.setAttribute('aria-valuetext', row.unit ? `${tidy(v)} ${row.unit}` : tidy(v));
      };
    } else {
      return null;  // pictures and the like have their own dialog
    }
    input.addEventListener('change', () => set(row.key, read()));
    fields.set(row.key, {input, write, idle, value: null});
    return make('div', {class: 'mirror-row'}, label, input, help, idle);
  }

  function build(d) {
    const key = JSON.stringify([d.lang, d.model, d.rows.map((r) => [r.key, r.label, r.choices, r.lo, r.hi]), d.names.map((n) => n.key)]);
    if (key === built) return;
    built = key;
    fields = new Map();
    cells = new Map();
    const held = box.contains(document.activeElement) ? document.activeElement?.id : '';
    const button = (name, act) => make('button', {type: 'button', class: 'plain', id: `m-${name}`, onclick: act}, t(`mirror.${name}`));
    play = button('play', () => set_playing(!observe().playing));
    at = make('td');
    const rows = d.names.filter((n) => n.kind === 'series' || n.kind === 'scalar').map((n) => {
      const cell = make('td');
      cells.set(n.key, cell);
      return make('tr', {}, make('th', {scope: 'row'}, n.unit ? `${n.label}, ${n.unit}` : n.label), cell);
    });
    box.replaceChildren(
      make('h2', {}, t('mirror.title')), make('p', {class: 'quiet'}, t('mirror.about')),
      make('div', {role: 'group', 'aria-label': t('mirror.transport'), class: 'row'}, play,
        button('back', () => step(-1)), button('step', () => step(1)), button('reset', reset)),
      make('div', {role: 'group', 'aria-label': t('mirror.controls')}, make('h3', {}, t('mirror.controls')), ...d.rows.map(control).filter(Boolean)),
      make('table', {}, make('caption', {}, t('mirror.values')),
        make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, t('mirror.name')), make('th', {scope: 'col'}, t('mirror.value')))),
        make('tbody', {}, make('tr', {}, make('th', {scope: 'row'}, t('mirror.at')), at), ...rows)));
    box.setAttribute('aria-label', t('mirror.title'));
    if (held) $(held)?.focus({preventScroll: true});
  }

  // At most once a second: a table that changes each frame is no use to anybody.
  /** @param {import('./types').Observation} [o] */
  function values(o) {
    clearTimeout(values_timer);
    const now = performance.now();
    if (now < values_due) {
      values_timer = setTimeout(() => values(), values_due - now);
      return;
    }
    values_due = now + 1000;
    if (!play) return;
    o ??= observe();
    play.textContent = t(o.playing ? 'mirror.pause' : 'mirror.play');
    at.textContent = String(o.step);
    for (const [key, cell] of cells) {
      const v = o.scalars?.[key];
      cell.textContent = v === null || v === undefined ? t('mirror.none') : tidy(v);
    }
    show_words(o.words ?? '');
  }

  // The state in words, when it changes, at most every two seconds; the last word is never lost.
  function show_words(words) {
    clearTimeout(words_timer);
    if (words === last_words) return;
    const now = performance.now();
    if (now < words_due) {
      words_timer = setTimeout(() => show_words(words), words_due - now);
      return;
    }
    words_due = now + 2000;
    last_words = words;
    $('live-words').textContent = words;
  }

  return {
    /** @param {import('./types').Description} d */
    refresh(d) {
      build(d);
      for (const row of d.rows) {
        const f = fields.get(row.key);
        if (f) {
          f.idle.textContent = row.idle;
          f.idle.hidden = !row.idle;
        }
        if (!f || f.value === row.value || (f.input === document.activeElement && f.input.matches(':active'))) continue;
        f.value = row.value;
        f.write(row.value);
      }
    },
    values,
  };
}
