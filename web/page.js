// The page around the canvas: starts the program, keeps address, text and header in step with it, and takes its calls.

import {begin, has_webgl2, load, Missing} from './engine.js';
import {address_keeper, first_word, value, with_key} from './link.js';
import {LANGS, text, unwritten, written} from './strings.js';
import {announce, make, toast, offer_words, to_clipboard} from './say.js';
import {supply} from './data.js';
import {header} from './header.js';
import {fetch_lesson, lesson_text} from './lesson.js';
import {manners, messages, presence} from './frame.js';
import {memories} from './memories.js';
import {mirror} from './mirror.js';
import {accept_files, open_pictures} from './pictures.js';

const started = begin(document.baseURI);  // first of all: the network
const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const kThemes = ['light', 'dark', 'projector'];
const kModes = ['full', 'min', 'none'];
const kLongLink = 2000;

function remembered(key) {
  try {
    return localStorage.getItem(`attractor.${key}`);
  } catch {
    return null;
  }
}
function remember(key, what) {
  if (page.embedded) return;  // a slide must not change how the page looks elsewhere
  try {
    localStorage.setItem(`attractor.${key}`, what);
  } catch { /* private window */ }
}

const one_of = (list, ...wishes) => wishes.find((w) => list.includes(w));
const address = () => `${location.search}#${location.hash.slice(1)}`;
const first = address();

// ---- what the page is ----------------------------------------------------------------------------------------------
const page = {
  engine: null,
  embedded: window.parent !== window,
  calm: matchMedia('(prefers-reduced-motion: reduce)').matches,
  lang: one_of(LANGS, value(first, 'lang'), remembered('lang'), ...(navigator.languages ?? []).map((l) => l.slice(0, 2).toLowerCase()).map((l) => (l === 'be' ? 'ru' : l)), 'en'),
  theme: one_of(kThemes, value(first, 'theme'), remembered('theme'), matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  ui: one_of(kModes, value(first, 'ui'), 'full'),
  start_when: value(first, 'play'),
  lesson: value(first, 'lesson') ?? (first_word(first) || 'ising'),
  description: null,
  said: [],   // the last notices
  asked: {},  // page keys the opening link named: they stay in the address
  announce,
  t: (key, values) => text(page.lang, key, values),

  play: (on) => {
    page.engine?.play(on);
    soon();
  },
  set(key, to) {
    page.engine.set(key, to);
    soon();
  },
  // Runs f and returns what the core had to say against it, or null.
  refused(f) {
    tell_notices();
    f();
    const bad = tell_notices().filter((n) => n.level !== 'info');
    return bad.length ? bad.map((n) => n.text).join(' ') : null;
  },
  link() {
    let l = page.engine.link();
    const now = {ui: page.ui, theme: page.theme, lang: page.lang};
    for (const [k, v] of Object.entries(page.asked)) if (value(l, k) === undefined) l = with_key(l, k, now[k] ?? v);
    return l;
  },
  open(link) {
    remember_asked(link);
    page.start_when = value(link, 'play');
    rest.again();
    page.engine.open(link);
    soon();
    rest.apply();
  },
  // The engine's own word for "the link wants it": the address stays as it came.
  play_as_asked() {
    page.engine?.play_as_asked();
    soon();
  },
  open_address: () => page.open(address()),
  set_lang(lang) {
    if (!LANGS.includes(lang)) return;
    page.lang = lang;
    remember('lang', lang);
    page.engine?.set('ui.lang', lang);
    look();
    soon();
  },
  set_theme(theme) {
    if (!kThemes.includes(theme)) return;
    page.theme = theme;
    remember('theme', theme);
    page.engine?.set('ui.theme', theme);
    look();
    soon();
  },
  slide: (on) => rest.slide(on),
  edit: (detail) => edit(detail),
  touched: () => soon(),
  redraw() {
    page.engine?.set('ui.visible', '1');
    dispatchEvent(new Event('resize'));
  },
};

// What has happened so far.
let parts = false, keeper = null, refreshing = 0, warned = false, said_ready = false;

function remember_asked(link) {
  page.asked = page.ui === 'full' ? {} : {ui: page.ui};
  for (const k of ['ui', 'theme', 'lang', 'hide', 'play', 'origins']) {
    const v = value(link, k);
    if (v !== undefined && v.length < 500 && (k !== 'play' || v === 'seen')) page.asked[k] = v;
  }
}
// Language, theme and mode, on the page itself.
function look() {
  root.lang = page.lang;
  root.dataset.theme = page.theme;
  root.dataset.ui = page.ui;
  root.style.colorScheme = page.theme === 'dark' ? 'dark' : 'light';
  if (!$('cover').hidden && !$('cover').dataset.bad) $('cover-text').textContent = page.t('load.wait');
  if (parts) refresh();
}

// ---- keeping in step -----------------------------------------------------------------------------------------------
function refresh() {
  refreshing = 0;
  if (page.engine && !page.engine.stopped) {
    const d = page.description = page.engine.describe();
    // The core has the last word on language, theme and mode: a link may have set them.
    if (LANGS.includes(d.lang) && kThemes.includes(d.theme) && kModes.includes(d.ui) &&
        (d.lang !== page.lang || d.theme !== page.theme || d.ui !== page.ui)) {
      Object.assign(page, {lang: d.lang, theme: d.theme, ui: d.ui});
      return look();
    }
    page.lesson = d.lesson ?? page.lesson;
    const title = d.lessons?.find((l) => l.id === page.lesson)?.title ?? 'Attractor';
    $('canvas').setAttribute('aria-label', page.t('canvas.label', {title}));
    aria.refresh(d);
    sentences(d);
    moved(page.engine.observe());
  }
  top_bar.refresh();
  words.refresh();
}

function moved(o) {
  top_bar.replay(o.replay);
  aria.values(o);
}

// Something may have changed: once, when the present task is over. Never from inside a call of the program.
function soon() {
  keeper?.touch();
  refreshing ||= requestAnimationFrame(refresh);
  if (document.hidden) setTimeout(() => refreshing && (cancelAnimationFrame(refreshing), refresh()), 50);
}

function tell_notices() {
  const list = page.engine.notices();
  for (const n of list) {
    announce(n.text);
    page.said.push(n);
    if (page.said.length > 50) page.said.shift();
    post.tell('notice', {level: n.level, text: n.text});
  }
  // The canvas shows them; where it shows nothing but the stage, the page does.
  if (list.length && page.ui === 'none') toast(list[list.length - 1].text, {kind: list[list.length - 1].level});
  return list;
}

const handlers = {
  ready() {
    $('cover').classList.add('going');
    setTimeout(() => { $('cover').hidden = true; }, page.calm ? 0 : 200);
    say_ready();
    refresh();
  },
  changed() {
    soon();
    post.tell('changed', () => ({link: page.link()}));
  },
  stepped() {
    keeper?.touch();
    const o = page.engine.observe();
    moved(o);
    rest.apply();
    post.tell('stepped', {step: o.step, hash: o.hash, words: o.words, scalars: o.scalars});
  },
  notice: tell_notices,
  replay(how) {
    soon();
    rest.apply();
    post.tell('replay', {state: how});
  },
  async copy() {
    if (page.embedded || page.ui === 'full') return void top_bar.copy_link();
    const url = top_bar.shared_url();
    if (await to_clipboard(url)) toast(page.t('share.copied'), {kind: 'good'});
    else offer_words(page, url);
  },
  edit: (detail) => edit(detail),
  pictures: () => open_pictures(page),
  lesson() {
    soon();
  },
  needs: (names) => supply(page.engine, names).then(soon),
};

function on_event(kind, detail) {
  if (kind === 'ready') performance.mark('attractor-ready');
  // The program is on the stack now; it is asked again when it has returned.
  queueMicrotask(() => {
    if (page.engine && !page.engine.stopped) handlers[kind]?.(detail);
  });
}

function say_ready() {
  if (said_ready) return;
  said_ready = true;
  post.ready();
}

// A number typed on the canvas is typed in a real field, so that phones show their keyboard.
function edit(detail) {
  let d;
  try {
    d = JSON.parse(detail);
  } catch {
    return;
  }
  $('edit')?.blur();  // what was being changed is taken, as by a click elsewhere
  $('edit')?.remove();
  const row = page.engine.describe().rows.find((r) => r.key === d.key), shown = written(page.lang, d.value ?? '');
  const field = make('input', {id: 'edit', type: 'text', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'done',
    inputmode: row?.kind === 'integer' && row.lo >= 0 ? 'numeric' : row?.kind === 'real' && row.lo >= 0 ? 'decimal' : 'text',
    value: shown, 'aria-label': page.t('edit.label', {name: d.label ?? d.key})});
  const stage = $('stage').getBoundingClientRect(), w = Math.max(d.w || 0, 72), h = Math.max(d.h || 0, 28);
  Object.assign(field.style, {width: `${w}px`, height: `${h}px`,
    left: `${Math.max(4, Math.min(d.x, stage.width - w - 4))}px`, top: `${Math.max(4, Math.min(d.y, stage.height - h - 4))}px`});
  let done = false;
  const leave = (commit) => {
    if (done) return;
    done = true;
    if (commit && field.value !== shown) page.set(d.key, unwritten(field.value));
    field.remove();
    if (commit !== 'blur') $('canvas').focus({preventScroll: true});
  };
  field.addEventListener('keydown', (e) => {
    if (e.key === 'Enter') leave(true);
    if (e.key === 'Escape') leave(false);
  });
  field.addEventListener('blur', () => leave('blur'));
  $('stage').append(field);
  field.focus({preventScroll: true});
  field.select();
}

// ---- starting ------------------------------------------------------------------------------------------------------
function bad_news(key) {
  const cover = $('cover');
  if (cover.dataset.bad) return;
  cover.dataset.bad = key;
  cover.hidden = false;
  cover.classList.remove('going');
  $('cover-text').textContent = page.t(key);
  $('cover-text').setAttribute('role', 'alert');
  if (key !== 'load.nowasm') cover.append(make('button', {type: 'button', class: 'plain', onclick: () => location.reload()}, page.t('load.reload')));
}

const canvas = $('canvas');
canvas.addEventListener('webglcontextlost', (e) => {
  e.preventDefault();
  toast(page.t('gl.lost'), {kind: 'warning'});
});
canvas.addEventListener('webglcontextrestored', () => {
  page.engine?.set('ui.context', 'restored');
  page.redraw();
  toast(page.t('gl.restored'));
});
new ResizeObserver(() => dispatchEvent(new Event('resize'))).observe($('stage'));  // SDL hears of the window only
addEventListener('hashchange', () => page.engine && page.open_address());
matchMedia('(prefers-reduced-motion: reduce)').addEventListener('change', (e) => {
  page.calm = e.matches;
  page.engine?.set('ui.calm', e.matches ? '1' : '0');
});

async function start() {
  let engine;
  try {
    engine = await load(started, {canvas, on_event, on_stop: (e) => {
      if (e instanceof Missing) return;
      console.error(e);
      bad_news(page.engine ? 'load.stopped' : has_webgl2() ? 'load.failed' : 'load.nowebgl');
    }});
  } catch (e) {
    return bad_news(e instanceof Missing ? `load.${e.message}` : typeof WebAssembly !== 'object' ? 'load.nowasm' : has_webgl2() ? 'load.failed' : 'load.nowebgl');
  }
  const state = () => engine.observe();
  keeper = address_keeper({
    link: () => page.link(),
    playing: () => state().playing,
    quiet: () => engine.stopped || state().keep,
    written(length) {
      if (length > kLongLink && !warned) toast(page.t('share.long', {n: length}), {kind: 'warning'});
      warned = length > kLongLink;
    },
  });
  engine.set('ui.lang', page.lang);
  engine.set('ui.theme', page.theme);
  engine.set('ui.calm', page.calm ? '1' : '0');
  engine.open(first);
  page.engine = engine;
  refresh();
  rest.apply();
  engine.start();
  if (engine.stopped) return;
  rest.apply();
  // A frame out of sight draws nothing, yet it can answer.
  setTimeout(say_ready, 500);
  setTimeout(() => {
    if (!performance.getEntriesByName('attractor-ready').length && !document.hidden && !has_webgl2()) bad_news('load.nowebgl');
  }, 5000);
}

root.dataset.embedded = String(page.embedded);
remember_asked(first);
// The text need not wait for the program; the list only saves asking for a lesson that does not exist.
if (!root.dataset.lessons.split(' ').includes(page.lesson)) page.lesson = '';
fetch_lesson(page.lesson);
const top_bar = header(page);
const words = lesson_text(page);
const post = messages(page, value(first, 'origins'));
const rest = presence(page);
const aria = mirror(page);
const sentences = memories(page);
manners(page);
accept_files(page);
parts = true;
look();
globalThis.attractor = page;  // for the console, and for the page's tests
start();
