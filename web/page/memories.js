// The text memory's panel, above the lesson: the cue to ask by and the sentences to remember, in fields that phones, screen
// readers and input methods know. The program keeps them; this only shows what it has and sends what is written.

import {packed_text as packed} from './bits.js';
import {make} from './say.js';

const kLines = 64, kLetters = 200, kPause = 500;  // ms after the last key

// Returns refresh(description): shows the panel where the model has sentences, hides it elsewhere.
export function memories(page) {
  const box = make('section', {id: 'memories', hidden: true});
  const cue = make('input', {id: 'memories-cue', type: 'text', class: 'field', maxlength: kLetters, autocomplete: 'off', enterkeyhint: 'search'});
  const lines = make('textarea', {id: 'memories-lines', class: 'field', rows: 7, spellcheck: 'false', 'aria-describedby': 'memories-help'});
  const cue_label = make('label', {for: 'memories-cue'}), lines_label = make('label', {for: 'memories-lines'});
  const help = make('p', {id: 'memories-help', class: 'quiet'}), wrong = make('p', {class: 'wrong', role: 'alert'});
  const again = make('button', {type: 'button', class: 'plain'}), asked = make('button', {type: 'submit', class: 'primary'});
  const form = make('form', {}, cue_label, make('div', {class: 'row'}, cue, asked), make('details', {},
    make('summary', {}, lines_label), lines, help, make('div', {class: 'row'}, again)), wrong);
  box.append(form);
  document.getElementById('article').before(box);

  const now = () => page.engine.observe().texts ?? {};
  let timer = 0;

  // Sends a field; what the program refuses stays in the field, with the reason under it.
  function send(key, value) {
    clearTimeout(timer);
    wrong.textContent = page.refused(() => page.set(key, value)) ?? '';
    if (!wrong.textContent) page.play(true);
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
    const t = now();
    const text = (t.weights ?? []).map((l) => l.replace(/^\d+ {2}/, '')).join('\n');
    if (forced || (document.activeElement !== lines && !wrong.textContent)) lines.value = text;
    if (forced || (document.activeElement !== cue && !wrong.textContent)) cue.value = t.cue?.[0] ?? '';
    const own = page.description.rows.find((r) => r.key === 'memories').value;
    again.hidden = !own;
  }

  return function refresh(d) {
    const shown = d.rows.some((r) => r.key === 'memories') && d.rows.some((r) => r.key === 'cue_text');
    const opened = box.hidden && shown;
    box.hidden = !shown;
    if (!shown) return;
    if (opened) {
      wrong.textContent = '';
      // A bare "#textmemory" names no language: the page's own, if there are sentences in it.
      const set = d.rows.find((r) => r.key === 'set');
      if (set?.choices.includes(page.lang) && set.value !== page.lang && !/[?&](set|memories)=/.test(location.hash)) page.set('set', page.lang);
    }
    box.setAttribute('aria-label', page.t('memories.title'));
    cue_label.textContent = page.t('memories.cue');
    cue.placeholder = page.t('memories.cue.example');
    asked.textContent = page.t('memories.ask');
    lines_label.textContent = page.t('memories.lines');
    help.textContent = page.t('memories.help', {n: kLines, m: kLetters});
    again.textContent = page.t('memories.again');
    fill(false);
  };
}
