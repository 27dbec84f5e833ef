// Elements of the page and what is made of them: toasts, live regions for screen readers, dialogs, the clipboard, saving.

/** An element of index.html. @type {(id: string) => HTMLElement} */
export const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** The one that the program draws on. */
export const stage_canvas = () => /** @type {HTMLCanvasElement} */ ($('canvas'));

/** The element that an event is about or is within, if it fits; null also where the target is no element (the document).
 * @param {Event} e @param {string} which @returns {HTMLElement | null} */
export const near = (e, which) => (e.target instanceof Element ? e.target.closest(which) : null);

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

// make('button', {class: 'x', onclick: f}, 'text', node): an element in one line.
export function make(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) {
    if (k.startsWith('on')) e.addEventListener(k.slice(2), v);
    else if (v === true) e.setAttribute(k, '');
    else if (v !== false && v !== null && v !== undefined) e.setAttribute(k, v);
  }
  e.append(...children.filter((c) => c !== null && c !== undefined));
  return e;
}

// Read out, politely, one after the other in two regions in turn: a sentence that replaces another at once is never heard.
const kShownFor = 900, kQueue = 6;  // ms that a sentence stands; sentences that wait
const queue = [];
let region = 0, timer = 0;
export function announce(words) {
  if (!words || queue.at(-1) === words || queue.length >= kQueue) return;
  queue.push(words);
  timer ||= setTimeout(show_next, 60);
}
function show_next() {
  const words = queue[0];
  if (words === undefined) return void (timer = 0);
  const [now, before] = ['live', 'live-next'].map($);
  region = 1 - region;
  (region ? now : before).textContent = words;
  (region ? before : now).textContent = '';
  timer = setTimeout(() => {
    queue.shift();
    show_next();
  }, kShownFor);
}

// A line at the bottom that goes by itself. Never a modal for a mistake.
export function toast(words, {kind = 'info', seconds = kind === 'info' ? 3.5 : 7} = {}) {
  const box = $('toasts');
  for (const old of box.children) if (old.textContent === words) old.remove();
  while (box.children.length > 2) box.children[0].remove();
  const line = make('div', {class: `toast ${kind}`}, kind === 'good' ? icon('check') : null, make('span', {}, words));
  line.addEventListener('click', () => line.remove());
  box.append(line);
  announce(words);
  setTimeout(() => {
    line.classList.add('going');
    setTimeout(() => line.remove(), 220);
  }, seconds * 1000);
  return line;
}

// True if the words reached the clipboard. A frame may be refused the modern way, so the old one is tried as well.
export async function to_clipboard(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch { /* below */ }
  const before = /** @type {HTMLElement} */ (document.activeElement);
  const area = make('textarea', {class: 'unseen', readonly: true, 'aria-hidden': 'true'});
  area.value = words;
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand('copy');
  } catch { /* stays false */ }
  area.remove();
  before?.focus?.({preventScroll: true});
  return done;
}

// t, here and below: the page's words by their key, in its language (strings.js).
/** The last resort: a field with the words selected. @param {import('./types').Words} t */
export function offer_words(t, words) {
  const field = make('input', {type: 'text', readonly: true, class: 'field', value: words, 'aria-label': t('share.link')});
  const box = dialog(t, t('share.title'), make('p', {class: 'quiet'}, t('share.manual')), field);
  field.select();
  return box;
}

/** @param {import('./types').Words} t */
export function dialog(t, title, ...content) {
  const id = `d${Math.random().toString(36).slice(2, 8)}`;
  const close = make('button', {class: 'icon-button', type: 'button', 'aria-label': t('close'), onclick: () => box.close()}, icon('close'));
  const box = make('dialog', {class: 'dialog', 'aria-labelledby': id},
    make('div', {class: 'dialog-head'}, make('h2', {id}, title), close), ...content);
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', (e) => {
    if (e.target === box) box.close();  // the backdrop
  });
  document.body.append(box);
  if (box.showModal) box.showModal();
  else box.setAttribute('open', '');
  return box;
}

// Where a click on a download does nothing and nobody is told: frames (their sandbox may forbid it) and the browsers inside
// messengers.
const kInside = /\bwv\)|FBAN|FBAV|Instagram|Telegram|WhatsApp|Line\/|MicroMessenger|VKAndroidApp|vk_client/;
const may_save = () => window.parent === window && !kInside.test(navigator.userAgent) && location.origin !== 'null';

function save_link(t, name, blob) {
  return make('a', {href: URL.createObjectURL(blob), download: name, class: 'plain'}, icon('save'), t('save.file'));
}
const hand_over = (name, blob) => {
  const files = [new File([blob], name, {type: blob.type})];
  return navigator.canShare?.({files}) ? {files, title: name} : null;
};

/** Saves where that works; elsewhere what was to be saved opens in a dialog,
 *   to be kept by hand: shown() makes the element that shows it.
 * @param {import('./types').Words} t */
export function save_file(t, name, blob, shown) {
  if (may_save()) {
    const a = save_link(t, name, blob);
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10000);
    return null;
  }
  const save = save_link(t, name, blob), pass = hand_over(name, blob), seen = shown();
  const row = make('div', {class: 'row'}, save,
    pass && make('button', {type: 'button', class: 'plain', onclick: () => navigator.share(pass).catch(() => {})}, icon('share'), t('save.share')));
  const box = dialog(t, name, make('p', {class: 'quiet'}, t(seen.matches('textarea') ? 'save.words' : 'save.picture')), seen, row);
  box.classList.add('saving');
  box.addEventListener('close', () => URL.revokeObjectURL(save.href));
  seen.select?.();
  return box;
}
