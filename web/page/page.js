// The page around the canvas: starts the program, keeps address, text and header in step with it, and takes its calls.

import {begin, has_webgl2, load, Missing, Unreachable} from './engine.js';
import {address_keeper, first_word, value, with_key} from './link.js';
import {LANGS, knows, learn, text} from './strings.js';
import {announce, make, near, offer_words, to_clipboard, toast} from './say.js';
import {supplier} from './data.js';
import {header} from './header.js';
import {fetch_lesson, lesson_text} from './lesson.js';
import {manners, messages, presence} from './frame.js';
import {memories} from './memories.js';
import {mirror} from './mirror.js';
import {accept_files, open_pictures} from './pictures.js';
import {graphics, printing} from './still.js';
import {value_field} from './field.js';

const started = begin(document.baseURI);  // first of all: the network
const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const kThemes = ['light', 'dark', 'projector'];
const kModes = ['full', 'min', 'none'];
const kLongLink = 2000;
const kWordsWait = 1500;  // ms that the page waits for its words before it says what it has to say in English

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
  lang: one_of(LANGS, value(first, 'lang'), remembered('lang'), globalThis.attractor_watch?.from_browser(), 'en'),
  theme: one_of(kThemes, value(first, 'theme'), remembered('theme'), matchMedia('(prefers-contrast: more)').matches ? 'projector' : null,
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  ui: one_of(kModes, value(first, 'ui'), 'full'),
  start_when: value(first, 'play'),
  lesson: value(first, 'lesson') ?? (first_word(first) || 'ising'),
  description: null,
  scale: 1,   // by how much a page around enlarges us: a key of the link, or measured by embed.js
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
    open_in_program(link);
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
  set_scale(scale) {
    page.scale = scale >= 0.25 && scale <= 8 ? scale : 1;
    page.engine?.place(page.scale, !page.embedded);
  },
  shared_url: () => top_bar.shared_url(),
  picture: () => pictures_of.picture(),
  slide: (on) => rest.slide(on),
  edit: (detail) => field.open(detail),
  touched: () => soon(),
  anew() {
    keeper?.now();
    location.reload();
  },
  redraw() {
    page.engine?.set('ui.visible', '1');
    dispatchEvent(new Event('resize'));
  },
};

// What has happened so far.
let parts = false, keeper = null, refreshing = 0, warned = false, said_ready = false;
let known = location.hash;  // the address that is open or that we wrote; another one is about to be opened

function open_in_program(link) {
  known = location.hash;
  page.set_scale(Number(String(value(link, 'scale') ?? page.scale).replace(',', '.')));
  page.engine.open(link);
}

function remember_asked(link) {
  page.asked = page.ui === 'full' ? {} : {ui: page.ui};
  for (const k of ['ui', 'theme', 'lang', 'hide', 'play', 'origins']) {
    const v = value(link, k);
    if (v !== undefined && v.length < 500 && (k !== 'play' || v === 'seen')) page.asked[k] = v;
  }
}
// The words of a language come: to the program, and onto the page. Without a network English stays, until there is one.
function speak(lang) {
  learn(lang).then((words) => {
    page.engine?.words(lang, words);
    if (lang === page.lang && page.engine) soon();
    if (lang === page.lang) look();
  }, () => {
    toast(globalThis.attractor_watch?.say('english') ?? '', {kind: 'warning'});
    addEventListener('online', () => lang === page.lang && look(), {once: true});
  });
}
// Language, theme and mode, on the page itself.
function look() {
  if (!knows(page.lang)) speak(page.lang);
  root.lang = page.lang;
  root.dataset.theme = page.theme;
  root.dataset.ui = page.ui;
  root.style.colorScheme = page.theme === 'dark' ? 'dark' : 'light';
  globalThis.attractor_watch?.lang(page.lang);
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
  supply.look();
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
  if (page.ui === 'none') for (const n of list.slice(-3)) toast(n.text, {kind: n.level});
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
  edit: (detail) => field.open(detail),
  pictures: () => open_pictures(page),
  lesson() {
    field.drop();  // its row may not be there any more
    soon();
  },
  needs: (names) => supply(names).then(soon),
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

// ---- starting ------------------------------------------------------------------------------------------------------
const kFinal = ['load.nowasm', 'load.old', 'load.csp'];  // the same after a reload
function bad_news(key, values) {
  const cover = $('cover');
  if (cover.dataset.bad || (key === 'load.policy' && globalThis.attractor_watch.policy())) return;
  cover.dataset.bad = key;
  cover.hidden = false;
  cover.classList.remove('going');
  $('cover-text').textContent = page.t(key, values);
  $('cover-text').setAttribute('role', 'alert');
  if (!kFinal.includes(key)) cover.append(make('button', {type: 'button', class: 'plain', onclick: () => location.reload()}, page.t('load.reload')));
}

const canvas = $('canvas');
new ResizeObserver(() => dispatchEvent(new Event('resize'))).observe($('stage'));  // SDL hears of the window only
addEventListener('hashchange', () => page.engine && page.open_address());
// A link is about to be followed: where we are is what Back comes back to.
document.addEventListener('click', (e) => near(e, 'a[href^="#"]') && keeper?.now(), true);
matchMedia('(prefers-reduced-motion: reduce)').addEventListener('change', (e) => {
  page.calm = e.matches;
  page.engine?.set('ui.calm', e.matches ? '1' : '0');
});

async function start() {
  let engine;
  // A page that embeds us waits as long as bytes still come.
  const pulse = setInterval(() => post.tell('loading', globalThis.attractor_watch?.loaded()), 1000);
  try {
    engine = await load(started, {canvas, on_event, on_stop: (e) => {
      if (e instanceof Missing) return;
      console.error(e);
      bad_news(has_webgl2() ? 'load.stopped' : 'load.nowebgl');
    }});
  } catch (e) {
    if (!(e instanceof Missing || e instanceof Unreachable)) console.error(e);
    return bad_news(e instanceof Missing ? `load.${e.message}` : e instanceof Unreachable ? 'load.failed' : has_webgl2() ? 'load.stopped' : 'load.nowebgl', e.values);
  } finally {
    clearInterval(pulse);
  }
  const state = () => engine.observe();
  keeper = address_keeper({
    link: () => page.link(),
    playing: () => state().playing,
    quiet: () => engine.stopped || location.hash !== known || state().keep,
    written(length) {
      known = location.hash;
      if (length > kLongLink && !warned) toast(page.t('share.long', {n: length}), {kind: 'warning'});
      warned = length > kLongLink;
    },
  });
  for (const lang of LANGS) engine.words(lang, knows(lang) ? await learn(lang) : '');  // that there is such a language, at least
  engine.set('ui.lang', page.lang);
  engine.set('ui.theme', page.theme);
  engine.set('ui.calm', page.calm ? '1' : '0');
  page.engine = engine;
  open_in_program(first);
  refresh();
  rest.apply();
  engine.start();
  if (engine.stopped) return;
  pictures_of.begin();
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
fetch_lesson(page.lesson, page.lang);
await Promise.race([learn(page.lang).catch(() => {}), new Promise((done) => setTimeout(done, knows(page.lang) ? 0 : kWordsWait))]);
const top_bar = header(page);
const words = lesson_text(page);
const post = messages(page, value(first, 'origins'));
const pictures_of = graphics(page);
const rest = presence(page, pictures_of.sight);
const field = value_field(page);
const supply = supplier(page);
const aria = mirror(page);
const sentences = memories(page);
manners(page, (e) => post.key(e));
page.paper = printing(page, pictures_of.picture);
accept_files(page);
parts = true;
look();
globalThis.attractor = page;  // for the console, and for the page's tests
start();
