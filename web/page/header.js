// The header: lesson menu, language, theme, text column, replay badge, and the Share popover.

import {$, announce, icon, make, near, offer_words, save_file, to_clipboard, toast} from './dom.js';
import {with_key} from './link.js';
import {can_read} from './pixels.js';
import {close_sheet, is_open, on_sheet, open_sheet} from './sheets.js';
import {LANGUAGES} from './strings.js';

const kThemes = ['light', 'dark', 'projector'];
const kThemeIcons = {light: 'sun', dark: 'moon', projector: 'projector'};
const narrow = matchMedia('screen and (max-width: 759.98px)');

// appearance(): language and theme; lesson(): what is open, '' where nothing is; link(): of what is on the screen;
// picture(): of the canvas.
/** @param {{t: import('./types').Words, appearance: () => {lang: string, theme: string}, lesson: () => string,
 *   lessons: () => import('./types').LessonEntry[],
 *   set_lang: (lang: string) => void, set_theme: (theme: string) => void, link: () => string, csv: () => string,
 *   step: () => number,
 *   picture: () => HTMLCanvasElement | null}} page */
export function header({t, appearance, lesson, lessons, set_lang, set_theme, link, csv, step, picture}) {
  const menu = $('menu'), badge = $('replay'), settings = $('settings');
  const share_words = /** @type {HTMLElement} */ ($('share-button').lastElementChild);
  const theme_button = $('theme-button'), language_box = $('languages');  // they move about: keep hold of them
  const languages = LANGUAGES.map((l) => make('button', {type: 'button', 'data-lang': l.id, lang: l.id, title: l.name}, l.id.toUpperCase()));
  let share = null, shown_lessons = '', badge_state = 'none';

  // On a phone the settings live in the menu.
  const place_settings = () => (narrow.matches ? menu.append(settings) : $('text-button').before(settings));
  narrow.addEventListener('change', place_settings);

  function under(button, sheet) {
    const r = button.getBoundingClientRect();
    const wide = sheet.offsetWidth;
    sheet.style.top = `${Math.round($('header').getBoundingClientRect().bottom + 6)}px`;
    sheet.style.left = `${Math.round(Math.max(8, Math.min(r.left, innerWidth - wide - 8)))}px`;
  }
  on_sheet(menu, (opened) => opened && under($('menu-button'), menu));

  function list_lessons() {
    const list = lessons(), open = lesson();
    const key = JSON.stringify([list, open, appearance().lang]);
    if (key === shown_lessons) return;
    shown_lessons = key;
    const groups = new Map();
    for (const l of list) groups.set(l.group ?? '', [...(groups.get(l.group ?? '') ?? []), l]);
    const parts = [];
    for (const [name, rows] of groups) {
      if (name) parts.push(make('h2', {}, name));
      parts.push(make('ul', {}, ...rows.map((l) => make('li', {},
        make('a', {href: `#${encodeURIComponent(l.id)}`, 'aria-current': l.id === open ? 'page' : null}, l.title)))));
    }
    menu.replaceChildren(...parts);
    place_settings();
    const now = list.find((l) => l.id === open);
    $('menu-title').textContent = now?.title ?? '';
    document.title = now ? `${now.title} · Attractor` : 'Attractor';
  }
  menu.addEventListener('click', (e) => {
    if (near(e, 'a')) close_sheet(menu);
  });

  language_box.append(...languages);
  for (const b of languages) b.addEventListener('click', () => set_lang(b.dataset.lang));
  theme_button.addEventListener('click', () => set_theme(kThemes[(kThemes.indexOf(appearance().theme) + 1) % 3]));

  // ---- sharing -------------------------------------------------------------------------------------------------
  const base = () => location.origin + location.pathname.replace(/[^/]*$/, '');
  const shared_link = () => {
    let l = link();
    for (const k of ['ui', 'hide', 'origins']) l = with_key(l, k, null);
    return l;
  };
  // By the lesson's own page, which a messenger can show; it goes on to the experiment (web/build/share.mjs).
  const shared_url = () => `${base()}${lesson() && `${lesson()}.${appearance().lang}.html`}#${shared_link()}`;
  function snippet() {
    const src = `${base()}#${with_key(with_key(shared_link(), 'ui', 'min'), 'play', null)}`;
    const title = `Attractor: ${$('menu-title').textContent}`;
    const esc = (s) => s.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
    return `<iframe src="${esc(src)}" title="${esc(title)}" loading="lazy" allow="fullscreen; clipboard-write" allowfullscreen ` +
      'width="100%" height="480" style="width:100%;height:auto;aspect-ratio:16/10;border:0;border-radius:8px"></iframe>';
  }
  async function copy(words, said) {
    const done = await to_clipboard(words);
    if (done) toast(said, {kind: 'good'});
    return done;
  }
  async function copy_link() {
    const url = shared_url();
    if (!await copy(url, t('share.copied'))) offer_words(t, url);
    return url;
  }

  function line(label, words, said, rows) {
    const field = rows ? make('textarea', {class: 'field code', readonly: true, rows, spellcheck: 'false'}) : make('input', {class: 'field', readonly: true, type: 'text'});
    field.value = words();
    field.addEventListener('focus', () => field.select());
    const button = make('button', {type: 'button', class: 'plain', onclick: async () => {
      field.value = words();
      if (!await copy(field.value, said)) field.select();
    }}, icon('copy'), t('share.copy'));
    return make('label', {class: 'share-line'}, make('span', {}, label), make('span', {class: 'share-row'}, field, button));
  }
  async function open_share() {
    if (share && is_open(share)) return close_sheet(share);
    share?.remove();
    share = make('div', {id: 'share', class: 'sheet share', popover: 'auto', role: 'dialog', 'aria-label': t('share.title')},
      make('h2', {}, t('share.title')),
      make('p', {class: 'quiet'}, t('share.about')),
      line(t('share.link'), shared_url, t('share.copied')),
      line(t('share.embed'), snippet, t('share.copied.embed'), 3),
      make('div', {class: 'row'},
        make('button', {type: 'button', class: 'plain', onclick: () => save_csv(false)}, icon('save'), t('share.csv')),
        make('button', {type: 'button', class: 'plain', onclick: () => save_csv(true), title: t('share.excel.help')}, icon('save'), t('share.excel')),
        make('button', {type: 'button', class: 'plain', onclick: save_png}, icon('image'), t('share.png'))));
    const made = share;
    on_sheet(made, (opened) => opened || made.remove());
    document.body.append(share);
    open_sheet(share);
    under($('share-button'), share);
    if (!await copy(shared_url(), t('share.copied'))) share.querySelector('input').select();
  }
  $('share-button').addEventListener('click', open_share);

  const file_name = (end) => `attractor-${lesson()}-${step()}.${end}`;
  // Excel in Russian, German, French: columns by semicolons, a decimal comma, and a mark that the file is UTF-8.
  const for_excel = (words) => '\ufeff' + words.replace(/[,.\n]/g, (c) => ({',': ';', '.': ',', '\n': '\r\n'})[c]);
  function save_csv(excel) {
    const plain = csv();
    if (plain.trim().split('\n').length < 2) return toast(t('share.nothing'), {kind: 'warning'});
    const words = excel ? for_excel(plain) : plain;
    save_file(t, file_name(excel ? 'excel.csv' : 'csv'), new Blob([words], {type: 'text/csv'}), () => {
      const field = make('textarea', {class: 'field code', readonly: true, rows: 12, spellcheck: 'false', 'aria-label': t('share.csv')});
      field.value = plain;
      return field;
    });
  }
  async function save_png() {
    if (!can_read()) return toast(t('share.poisoned'), {kind: 'warning', seconds: 12});
    const shown = picture(), blob = shown && await new Promise((done) => shown.toBlob(done, 'image/png'));
    if (!blob) return toast(t('share.blank'), {kind: 'warning'});
    save_file(t, file_name('png'), blob, () => {
      const image = make('img', {src: URL.createObjectURL(blob), alt: $('menu-title').textContent, class: 'saved'});
      image.addEventListener('error', () => image.replaceWith(shown));  // where the page's policy allows no such address
      return image;
    });
  }

  // ---- state ---------------------------------------------------------------------------------------------------
  function replay(r) {
    const state = r?.state ?? 'none';
    badge.hidden = state === 'none';
    badge.dataset.state = state;
    const part = r?.total ? Math.floor(100 * Math.min(1, r.done / r.total)) : 0;
    badge.style.setProperty('--part', `${state === 'running' ? part : 100}%`);
    const early = state === 'differs' && r.other_at >= 0 && r.other_at < r.step;
    const words = state === 'none' ? '' : t(`replay.${state}${early ? '.from' : ''}`, {n: part, step: r.step, from: r.other_at});
    const mark = state === 'reproduced' ? ' ✓' : state === 'differs' ? ' ✗' : '';
    const ended = state === 'reproduced' || state === 'differs';
    badge.textContent = !narrow.matches ? words + mark : ended ? mark.trim() : `${part} %`;
    badge.title = ended ? t(`replay.${state}.help`) : '';
    if (state !== badge_state) {
      badge_state = state;
      if (ended && narrow.matches) toast(words + mark, {kind: state === 'differs' ? 'warning' : 'info'});
      else if (ended) announce(`${words}. ${badge.title}`);
    }
  }

  function words() {
    const {lang, theme} = appearance();
    share_words.textContent = t('share');
    $('share-button').setAttribute('aria-label', t('share'));
    $('menu-button').setAttribute('aria-label', `${t('menu.label')}: ${$('menu-title').textContent}`);
    menu.setAttribute('aria-label', t('menu.label'));
    language_box.setAttribute('aria-label', t('menu.lang'));
    for (const b of languages) b.setAttribute('aria-pressed', String(b.dataset.lang === lang));
    const next = kThemes[(kThemes.indexOf(theme) + 1) % 3];
    const say = t('theme.button', {now: t(`theme.${theme}`), next: t(`theme.${next}`)});
    theme_button.title = say;
    theme_button.setAttribute('aria-label', say);
    theme_button.querySelector('use')?.setAttribute('href', `#i-${kThemeIcons[theme]}`);
  }

  return {
    refresh() {
      list_lessons();
      words();
    },
    replay,
    copy_link,
    shared_url,
    closed: () => share?.isConnected && close_sheet(share),
  };
}
