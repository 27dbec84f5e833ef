// Small things the page says: toasts, live regions for screen readers, the clipboard.

const $ = (id) => document.getElementById(id);

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

// Read out, politely; the same words twice are still said twice.
export function announce(words) {
  const p = $('live');
  p.textContent = '';
  setTimeout(() => { p.textContent = words; }, 60);
}

// A line at the bottom that goes by itself. Never a modal for a mistake.
export function toast(words, {kind = 'info', seconds = kind === 'info' ? 3.5 : 7} = {}) {
  const box = $('toasts');
  for (const old of box.children) if (old.textContent === words) old.remove();
  while (box.children.length > 2) box.firstChild.remove();
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
  const before = document.activeElement;
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

// The last resort: a field with the words selected.
export function offer_words(page, words) {
  const field = make('input', {type: 'text', readonly: true, class: 'field', value: words, 'aria-label': page.t('share.link')});
  const box = dialog(page, page.t('share.title'), make('p', {class: 'quiet'}, page.t('share.manual')), field);
  field.select();
  return box;
}

export function dialog(page, title, ...content) {
  const id = `d${Math.random().toString(36).slice(2, 8)}`;
  const close = make('button', {class: 'icon-button', type: 'button', 'aria-label': page.t('close'), onclick: () => box.close()}, icon('close'));
  const box = make('dialog', {class: 'dialog', 'aria-labelledby': id},
    make('div', {class: 'dialog-head'}, make('h2', {id}, title), close), ...content);
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', (e) => {
    if (e.target === box) box.close();  // the backdrop
  });
  document.body.append(box);
  box.showModal();
  return box;
}

export function save_file(name, blob) {
  const a = make('a', {href: URL.createObjectURL(blob), download: name});
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
}
