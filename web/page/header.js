// The header: lesson menu, language, theme, text column, replay badge, and the Share popover.

import {icon, make, near, offer_words, save_file, to_clipboard, toast} from './say.js';
import {with_key} from './link.js';
import {can_read} from './pixels.js';
import {close_sheet, is_open, on_sheet, open_sheet} from './sheets.js';
import {LANGUAGES} from './strings.js';

const $ = (id) => document.getElementById(id);
const kThemes = ['light', 'dark', 'projector'];
const kThemeIcons = {light: 'sun', dark: 'moon', projector: 'projector'};
const narrow = matchMedia('screen and (max-width: 759.98px)');

export function header(page) {
  const menu = $('menu'), badge = $('replay'), settings = $('settings');
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

  function lessons() {
    const list = page.description?.lessons ?? [];
    const key = JSON.stringify([list, page.lesson, page.lang]);
    if (key === shown_lessons) return;
    shown_lessons = key;
    const groups = new Map();
    for (const l of list) groups.set(l.group ?? '', [...(groups.get(l.group ?? '') ?? []), l]);
    const parts = [];
    for (const [name, rows] of groups) {
      if (name) parts.push(make('h2', {}, name));
      parts.push(make('ul', {}, ...rows.map((l) => make('li', {},
        make('a', {href: `#${encodeURIComponent(l.id)}`, 'aria-current': l.id === page.lesson ? 'page' : null}, l.title)))));
    }
    menu.replaceChildren(...parts);
    place_settings();
    const now = list.find((l) => l.id === page.lesson);
    $('menu-title').textContent = now?.title ?? '';
    document.title = now ? `${now.title} · Attractor` : 'Attractor';
  }
  menu.addEventListener('click', (e) => {
    if (near(e, 'a')) close_sheet(menu);
  });

  language_box.append(...languages);
  for (const b of languages) b.addEventListener('click', () => page.set_lang(b.dataset.lang));
  theme_button.addEventListener('click', () => page.set_theme(kThemes[(kThemes.indexOf(page.theme) + 1) % 3]));

  // ---- sharing -------------------------------------------------------------------------------------------------
  const base = () => location.origin + location.pathname.replace(/[^/]*$/, '');
  const shared_link = () => {
    let l = page.link();
    for (const k of ['ui', 'hide', 'origins']) l = with_key(l, k, null);
    return l;
  };
  // By the lesson's own page, which a messenger can show; it goes on to the experiment (web/build/share.mjs).
  const shared_url = () => `${base()}${page.lesson && `${page.lesson}.${page.lang}.html`}#${shared_link()}`;
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
    if (!await copy(url, page.t('share.copied'))) offer_words(page, url);
    return url;
  }

  function line(label, words, said, rows) {
    const field = rows ? make('textarea', {class: 'field code', readonly: true, rows, spellcheck: 'false'}) : make('input', {class: 'field', readonly: true, type: 'text'});
    field.value = words();
    field.addEventListener('focus', () => field.select());
    const button = make('button', {type: 'button', class: 'plain', onclick: async () => {
      field.value = words();
      if (!await copy(field.value, said)) field.select();
    }}, icon('copy'), page.t('share.copy'));
    return make('label', {class: 'share-line'}, make('span', {}, label), make('span', {class: 'share-row'}, field, button));
  }
  async function open_share() {
    if (share && is_open(share)) return close_sheet(share);
    share?.remove();
    share = make('div', {id: 'share', class: 'sheet share', popover: 'auto', role: 'dialog', 'aria-label': page.t('share.title')},
      make('h2', {}, page.t('share.title')),
      make('p', {class: 'quiet'}, page.t('share.about')),
      line(page.t('share.link'), shared_url, page.t('share.copied')),
      line(page.t('share.embed'), snippet, page.t('share.copied.embed'), 3),
      make('div', {class: 'row'},
        make('button', {type: 'button', class: 'plain', onclick: () => csv(false)}, icon('save'), page.t('share.csv')),
        make('button', {type: 'button', class: 'plain', onclick: () => csv(true), title: page.t('share.excel.help')}, icon('save'), page.t('share.excel')),
        make('button', {type: 'button', class: 'plain', onclick: png}, icon('image'), page.t('share.png'))));
    const made = share;
    on_sheet(made, (opened) => opened || made.remove());
    document.body.append(share);
    open_sheet(share);
    under($('share-button'), share);
    if (!await copy(shared_url(), page.t('share.copied'))) share.querySelector('input').select();
  }
  $('share-button').addEventListener('click', open_share);

  const file_name = (end) => `attractor-${page.lesson}-${page.engine.observe().step}.${end}`;
  // Excel in Russian, German, French: columns by semicolons, a decimal comma, and a mark that the file is UTF-8.
  const for_excel = (words) => '\ufeff' + words.replace(/[,.\n]/g, (c) => ({',': ';', '.': ',', '\n': '\r\n'})[c]);
  function csv(excel) {
    const plain = page.engine.csv();
    if (plain.trim().split('\n').length < 2) return toast(page.t('share.nothing'), {kind: 'warning'});
    const words = excel ? for_excel(plain) : plain;
    save_file(page, file_name(excel ? 'excel.csv' : 'csv'), new Blob([words], {type: 'text/csv'}), () => {
      const field = make('textarea', {class: 'field code', readonly: true, rows: 12, spellcheck: 'false', 'aria-label': page.t('share.csv')});
      field.value = plain;
      return field;
    });
  }
  async function png() {
    if (!can_read()) return toast(page.t('share.poisoned'), {kind: 'warning', seconds: 12});
    const picture = page.picture();
    const blob = picture && await new Promise((done) => picture.toBlob(done, 'image/png'));
    if (!blob) return toast(page.t('share.blank'), {kind: 'warning'});
    save_file(page, file_name('png'), blob, () => {
      const image = make('img', {src: URL.createObjectURL(blob), alt: $('menu-title').textContent, class: 'saved'});
      image.addEventListener('error', () => image.replaceWith(picture));  // where the page's policy allows no such address
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
    const words = state === 'none' ? '' : page.t(`replay.${state}${early ? '.from' : ''}`, {n: part, step: r.step, from: r.other_at});
    const mark = state === 'reproduced' ? ' ✓' : state === 'differs' ? ' ✗' : '';
    const ended = state === 'reproduced' || state === 'differs';
    badge.textContent = !narrow.matches ? words + mark : ended ? mark.trim() : `${part} %`;
    badge.title = ended ? page.t(`replay.${state}.help`) : '';
    if (state !== badge_state) {
      badge_state = state;
      if (ended && narrow.matches) toast(words + mark, {kind: state === 'differs' ? 'warning' : 'info'});
      else if (ended) page.announce(`${words}. ${badge.title}`);
    }
  }

  function words() {
    const t = page.t;
    $('share-button').lastElementChild.textContent = t('share');
    $('share-button').setAttribute('aria-label', t('share'));
    $('menu-button').setAttribute('aria-label', `${t('menu.label')}: ${$('menu-title').textContent}`);
    menu.setAttribute('aria-label', t('menu.label'));
    language_box.setAttribute('aria-label', t('menu.lang'));
    for (const b of languages) b.setAttribute('aria-pressed', String(b.dataset.lang === page.lang));
    const next = kThemes[(kThemes.indexOf(page.theme) + 1) % 3];
    const say = t('theme.button', {now: t(`theme.${page.theme}`), next: t(`theme.${next}`)});
    theme_button.title = say;
    theme_button.setAttribute('aria-label', say);
    theme_button.querySelector('use').setAttribute('href', `#i-${kThemeIcons[page.theme]}`);
  }

  return {
    refresh() {
      lessons();
      words();
    },
    replay,
    copy_link,
    shared_url,
    closed: () => share?.isConnected && close_sheet(share),
  };
}
