// The text memory's panel, above the lesson: the cue to ask by and the sentences to remember, in fields that phones, screen
// readers and input methods know. The program keeps them; this only shows what it has and sends what is written.

import {packed_text as packed} from './bits.js';
import {$, make} from './dom.js';

const kLines = 64, kLetters = 200, kPause = 500;  // ms after the last key

// Returns refresh(description): shows the panel where the model has sentences, hides it elsewhere.
// texts(): the names of bars that have some; set(key, value): what the program has against it, or null; play(): it goes
// on.
/** @param {{t: import('./types').Words, texts: () => Record<string, string[]>,
 *   set: (key: string, value: string) => string | null,
 *   play: () => void}} page */
export function memories({t, texts, set, play}) {
  const box = make('section', {id: 'memories', hidden: true});
  const cue = make('input', {id: 'memories-cue', type: 'text', class: 'field', maxlength: kLetters, autocomplete: 'off', enterkeyhint: 'search'});
  const lines = make('textarea', {id: 'memories-lines', class: 'field', rows: 7, spellcheck: 'false', 'aria-describedby': 'memories-help'});
  const cue_label = make('label', {for: 'memories-cue'}), lines_label = make('label', {for: 'memories-lines'});
  const help = make('p', {id: 'memories-help', class: 'quiet'}), wrong = make('p', {class: 'wrong', role: 'alert'});
  const again = make('button', {type: 'button', class: 'plain'}), asked = make('button', {type: 'submit', class: 'primary'});
  const form = make('form', {}, cue_label, make('div', {class: 'row'}, cue, asked), make('details', {},
    make('summary', {}, lines_label), lines, help, make('div', {class: 'row'}, again)), wrong);
  box.append(form);
  $('article').before(box);

  let timer = 0;

  // Sends a field; what the program refuses stays in the field, with the reason under it.
  function send(key, value) {
    clearTimeout(timer);
    wrong.textContent = set(key, value) ?? '';
    if (!wrong.textContent) play();
  }
  const send_cue = () => send('cue_text', cue.value.trim() ? packed(cue.value.trim()) : '');
  const later = (f) => {
    clearTimeout(timer);
    timer = setTimeout(f, kPause);
  };
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    send_cue();
  });
  cue.addEventListener('input', () => cue.value.trim() && later(send_cue));
  lines.addEventListener('change', () => send('memories', packed(lines.value + '\n')));
  again.addEventListener('click', () => {
    send('memories', '');
    fill(true);
  });

  function fill(forced) {
    const now = texts();
    const text = (now.weights ?? []).map((l) => l.replace(/^\d+ {2}/, '')).join('\n');
    if (forced || (document.activeElement !== lines && !wrong.textContent)) lines.value = text;
    if (forced || (document.activeElement !== cue && !wrong.textContent)) cue.value = now.cue?.[0] ?? '';
  }

  /** @param {import('./types').Description} d */
  return function refresh(d) {
    const own = d.rows.find((r) => r.key === 'memories'), shown = own && d.rows.some((r) => r.key === 'cue_text');
    const opened = box.hidden && shown;
    box.hidden = !shown;
    if (!shown) return;
    if (opened) {
      wrong.textContent = '';
      // A bare "#textmemory" names no language: the page's own, if there are sentences in it.
      const built_in = d.rows.find((r) => r.key === 'set');
      if (built_in?.choices.includes(d.lang) && built_in.value !== d.lang && !/[?&](set|memories)=/.test(location.hash)) set('set', d.lang);
    }
    box.setAttribute('aria-label', t('memories.title'));
    cue_label.textContent = t('memories.cue');
    cue.placeholder = t('memories.cue.example');
    asked.textContent = t('memories.ask');
    lines_label.textContent = t('memories.lines');
    help.textContent = t('memories.help', {n: kLines, m: kLetters});
    again.textContent = t('memories.again');
    again.hidden = !own.value;
    fill(false);
  };
}
