// The page around the canvas: starts the program, keeps address, text and header in step with it, and takes its calls.
//
// What is open and how it is to look, the program knows, and says in its description; what was wished before it came,
// and what the opening link said to the page alone, is held here. Every module is given the few functions that it
// needs.

import {begin, has_webgl2, load, Missing, Unreachable} from './engine.js';
import {address_keeper, first_word, value, with_key} from './link.js';
import {LANGS, knows, learn, text} from './strings.js';
import {$, announce, make, near, offer_words, stage_canvas, to_clipboard, toast} from './dom.js';
import {supplier} from './data.js';
import {header} from './header.js';
import {fetch_lesson, lesson_text} from './lesson.js';
import {letter_fonts} from './letters.js';
import {keyboard, messages, visibility} from './frame.js';
import {memories} from './memories.js';
import {mirror} from './mirror.js';
import {pictures} from './pictures.js';
import {graphics, printing} from './still.js';
import {value_field} from './field.js';

/** @import {Description, Engine, Notice} from './types' */

const started = begin(document.baseURI);  // first of all: the network
const root = document.documentElement;
const watch = globalThis.attractor_watch;
const kThemes = ['light', 'dark', 'projector'];
const kModes = ['full', 'min', 'none'];
const kPageKeys = ['ui', 'theme', 'lang', 'hide', 'play', 'origins'];  // keys of a link that stay in the address as they came
const kLongLink = 2000;
const kNotices = 50;      // the last ones
const kWordsWait = 1500;  // ms that the page waits for its words before it says what it has to say in English

const embedded = window.parent !== window;
const less_motion = matchMedia('(prefers-reduced-motion: reduce)');
const address = () => `${location.search}#${location.hash.slice(1)}`;
const first = address();

function remembered(key) {
  try {
    return localStorage.getItem(`attractor.${key}`);
  } catch {
    return null;
  }
}
function remember(key, what) {
  if (embedded) return;  // a slide must not change how the page looks elsewhere
  try {
    localStorage.setItem(`attractor.${key}`, what);
  } catch { /* private window */ }
}

// ---- state --------------------------------------------------------------------------------------------------
/** The program, once it is there. @type {Engine | null} */
let engine = null;
/** Its last description. @type {Description | null} */
let description = null;
const first_in = (list, ...wishes) => wishes.find((w) => list.includes(w));
const initial = {  // the appearance until then
  lang: first_in(LANGS, value(first, 'lang'), remembered('lang'), watch?.from_browser(), 'en'),
  theme: first_in(kThemes, value(first, 'theme'), remembered('theme'), matchMedia('(prefers-contrast: more)').matches ? 'projector' : null,
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  ui: first_in(kModes, value(first, 'ui'), 'full'),
  lesson: value(first, 'lesson') ?? (first_word(first) || 'ising'),
};
let link_options = {};      // page keys of the opening link (kPageKeys)
let scale = 1;              // by how much a page around enlarges us: a key of the link, or measured by embed.js
let known = location.hash;  // the address that is open or that we wrote; another one is about to be opened
/** @type {ReturnType<typeof address_keeper> | null} */
let keeper = null;
let whole = null;            // a promise while a part of the program is on its way: until then nobody is heard or answered
let modules_ready = false, refreshing = 0, warned = false, ready_announced = false, applied = '';
/** @type {Notice[]} */
const notices = [];
const letters = letter_fonts((bold, bytes) => running()?.letters(bold, bytes) ?? false);

const running = () => (engine && !engine.stopped ? engine : null);
const engine_now = () => /** @type {Engine} */ (engine);  // for what is called only once it is there
const appearance = () => description ?? initial;
const lang = () => appearance().lang;
const lesson = () => appearance().lesson;
const t = (key, values) => text(lang(), key, values);
const row = (key) => engine?.describe().rows.find((r) => r.key === key);

// ---- what can be done -----------------------------------------------------------------------------------------------
function play(on) {
  engine?.play(on);
  refresh_soon();
}
// The engine's own word for "the link wants it": the address stays as it came.
function play_as_asked() {
  engine?.play_as_asked();
  refresh_soon();
}
function set(key, to) {
  engine?.set(key, to);
  refresh_soon();
}
// Runs f and returns what the core had to say against it, or null.
function refused(f) {
  take_notices();
  f();
  const bad = take_notices().filter((n) => n.level !== 'info');
  return bad.length ? bad.map((n) => n.text).join(' ') : null;
}
function link() {
  const {lang, theme, ui} = appearance(), now = {lang, theme, ui};
  let l = engine_now().link();
  for (const [k, v] of Object.entries(link_options)) if (value(l, k) === undefined) l = with_key(l, k, now[k] ?? v);
  return l;
}
function open(wanted) {
  remember_link_options(wanted);
  in_sight.again();
  open_in_program(wanted);
  refresh_soon();
  in_sight.apply();
}
const open_address = () => open(address());
function open_in_program(wanted) {
  known = location.hash;
  set_scale(Number(String(value(wanted, 'scale') ?? scale).replace(',', '.')));
  engine_now().open(wanted);
}
function remember_link_options(wanted) {
  link_options = appearance().ui === 'full' ? {} : {ui: appearance().ui};
  for (const k of kPageKeys) {
    const v = value(wanted, k);
    if (v !== undefined && v.length < 500 && (k !== 'play' || v === 'seen')) link_options[k] = v;
  }
}
// Language and theme are the program's; where there is none (any more), the page's.
function set_appearance(key, list, to) {
  if (!list.includes(to)) return;
  remember(key, to);
  if (running()) set(`ui.${key}`, to);
  else appearance()[key] = to;
  refresh();
}
const set_lang = (to) => set_appearance('lang', LANGS, to);
const set_theme = (to) => set_appearance('theme', kThemes, to);
function set_scale(to) {
  scale = to >= 0.25 && to <= 8 ? to : 1;
  engine?.place(scale, !embedded);
}
const redraw = () => engine?.set('ui.visible', '1');
function begin_anew() {
  keeper?.now();
  location.reload();
}

// ---- keeping in step -----------------------------------------------------------------------------------------------
// The words of a language come: to the program, and onto the page. Without a network English stays, until there is one.
function load_words(language) {
  Promise.all([learn(language), letters.language(language)]).then(([words]) => {  // no word before its letters
    engine?.words(language, words);
    if (language === lang() && modules_ready) refresh();
  }, () => {
    toast(watch?.say('english') ?? '', {kind: 'warning'});
    addEventListener('online', () => language === lang() && load_words(language), {once: true});
  });
}
// Language, theme and mode, on the page itself.
function apply_appearance() {
  const {lang, theme, ui} = appearance(), now = `${lang} ${theme} ${ui}`;
  if (now === applied) return;
  applied = now;
  if (!knows(lang)) load_words(lang);
  letters.language(lang);
  root.lang = lang;
  root.dataset.theme = theme;
  root.dataset.ui = ui;
  root.style.colorScheme = theme === 'dark' ? 'dark' : 'light';
  watch?.lang(lang);
}
function refresh() {
  refreshing = 0;
  if (!modules_ready) return;
  const program = running();
  if (program) description = program.describe();
  apply_appearance();
  if (program && description) {
    const title = description.lessons.find((l) => l.id === lesson())?.title ?? 'Attractor';
    stage_canvas().setAttribute('aria-label', t('canvas.label', {title}));
    aria.refresh(description);
    refresh_memories(description);
    show_observation(program.observe());
  }
  top_bar.refresh();
  words.refresh();
  supply.look();
}

function show_observation(o) {
  top_bar.replay(o.replay);
  aria.values(o);
}

// Something may have changed: once, when the present task is over. Never from inside a call of the program.
function refresh_soon() {
  keeper?.touch();
  refreshing ||= requestAnimationFrame(refresh);
  if (document.hidden) setTimeout(() => refreshing && (cancelAnimationFrame(refreshing), refresh()), 50);
}

function take_notices() {
  const list = engine_now().notices();
  for (const n of list) {
    announce(n.text);
    notices.push(n);
    if (notices.length > kNotices) notices.shift();
    messenger.send('notice', {level: n.level, text: n.text});
  }
  // The canvas shows them; where it shows nothing but the stage, the page does.
  if (appearance().ui === 'none') for (const n of list.slice(-3)) toast(n.text, {kind: n.level});
  return list;
}

/** The events of the program (web/canvas/api.h). @type {Record<string, (detail: string) => unknown>} */
const handlers = {
  ready() {
    $('cover').classList.add('going');
    setTimeout(() => { $('cover').hidden = true; }, less_motion.matches ? 0 : 200);
    announce_ready();
    refresh();
  },
  changed() {
    refresh_soon();
    messenger.send('changed', () => ({link: link()}));
  },
  stepped() {
    keeper?.touch();
    const o = engine_now().observe();
    show_observation(o);
    in_sight.apply();
    messenger.send('stepped', {step: o.step, hash: o.hash, words: o.words, scalars: o.scalars});
  },
  notice: take_notices,
  replay(how) {
    refresh_soon();
    in_sight.apply();
    messenger.send('replay', {state: how});
  },
  async copy() {
    if (embedded || appearance().ui === 'full') return void top_bar.copy_link();
    const url = top_bar.shared_url();
    if (await to_clipboard(url)) toast(t('share.copied'), {kind: 'good'});
    else offer_words(t, url);
  },
  edit: (detail) => field.open(detail),
  pictures: () => own_pictures.open(),
  lesson() {
    field.drop();  // its row may not be there any more
    refresh_soon();
  },
  needs(names) {
    const come = supply(names).then(() => {
      refresh_soon();
      in_sight.apply();
    });
    if (!names.split(',').some((name) => engine_now().is_part(name))) return;
    whole = come;
    come.finally(() => {
      if (whole !== come) return;
      whole = null;
      messenger.hear();
    });
  },
  letters: letters.wanted,
};

function on_event(kind, detail) {
  if (kind === 'ready') performance.mark('attractor-ready');
  // The program is on the stack now; it is asked again when it has returned.
  queueMicrotask(() => {
    if (running()) handlers[kind]?.(detail);
  });
}

function announce_ready() {
  if (ready_announced) return;
  ready_announced = true;
  messenger.ready();
}

// ---- starting ------------------------------------------------------------------------------------------------------
const kRestAfter = 4000;  // ms after the start: the rest of the program comes when the first lesson runs
const kFinal = ['load.nowasm', 'load.old', 'load.csp'];  // the same after a reload
/** @param {string} key @param {Record<string, unknown>} [values] */
function show_failure(key, values) {
  const cover = $('cover');
  if (cover.dataset.bad || (key === 'load.policy' && watch?.policy())) return;
  cover.dataset.bad = key;
  cover.hidden = false;
  cover.classList.remove('going');
  $('cover-text').textContent = t(key, values);
  $('cover-text').setAttribute('role', 'alert');
  if (!kFinal.includes(key)) cover.append(make('button', {type: 'button', class: 'plain', onclick: () => location.reload()}, t('load.reload')));
}

addEventListener('hashchange', () => engine && open_address());
// A link is about to be followed: where we are is what Back comes back to.
document.addEventListener('click', (e) => near(e, 'a[href^="#"]') && keeper?.now(), true);
less_motion.addEventListener('change', () => engine?.set('ui.calm', less_motion.matches ? '1' : '0'));

async function start() {
  /** @type {Engine} */
  let program;
  // A page that embeds us waits as long as bytes still come.
  const pulse = setInterval(() => messenger.send('loading', watch?.loaded()), 1000);
  try {
    program = await load(started, {canvas: stage_canvas(), on_event, on_stop: (e) => {
      if (e instanceof Missing) return;
      console.error(e);
      show_failure(has_webgl2() ? 'load.stopped' : 'load.nowebgl');
    }});
  } catch (e) {
    if (e instanceof Missing) return show_failure(`load.${e.message}`, e.values);
    if (e instanceof Unreachable) return show_failure('load.failed');
    console.error(e);
    return show_failure(has_webgl2() ? 'load.stopped' : 'load.nowebgl');
  } finally {
    clearInterval(pulse);
  }
  const state = () => program.observe();
  keeper = address_keeper({
    link,
    playing: () => state().playing,
    quiet: () => program.stopped || location.hash !== known || state().keep,
    written(length) {
      known = location.hash;
      if (length > kLongLink && !warned) toast(t('share.long', {n: length}), {kind: 'warning'});
      warned = length > kLongLink;
    },
  });
  for (const language of LANGS) program.words(language, knows(language) ? await learn(language) : '');  // that there is one, at least
  program.set('ui.lang', initial.lang);
  program.set('ui.theme', initial.theme);
  program.set('ui.calm', less_motion.matches ? '1' : '0');
  await letters.language(initial.lang);
  engine = program;
  letters.hand_over();
  open_in_program(first);
  await whole;
  refresh();
  in_sight.apply();
  program.start();
  if (program.stopped) return;
  pictures_of.begin();
  in_sight.apply();
  // A frame out of sight draws nothing, yet it can answer.
  setTimeout(announce_ready, 500);
  // @ts-ignore: not every browser says so
  if (!navigator.connection?.saveData) setTimeout(() => program.fetch_rest(), kRestAfter);
  setTimeout(() => {
    if (!performance.getEntriesByName('attractor-ready').length && !document.hidden && !has_webgl2()) show_failure('load.nowebgl');
  }, 5000);
}

root.dataset.embedded = String(embedded);
remember_link_options(first);
// The text need not wait for the program; the list only saves asking for a lesson that does not exist.
if (!(root.dataset.lessons ?? '').split(' ').includes(initial.lesson)) initial.lesson = '';
fetch_lesson(initial.lesson, initial.lang);
letters.language(initial.lang);
await Promise.race([learn(initial.lang).catch(() => {}), new Promise((done) => setTimeout(done, knows(initial.lang) ? 0 : kWordsWait))]);

const step = (n) => engine_now().step(n), reset = () => engine_now().reset(), observe = () => engine_now().observe();
const pictures_of = graphics({t, embedded, running, anew: begin_anew, redraw,
  rests: () => prepare_print(false)});  // nobody may tell it that the deck is being printed
const {picture} = pictures_of;
const top_bar = header({t, appearance, lesson, lessons: () => description?.lessons ?? [], set_lang, set_theme, link, csv: () => engine_now().csv(),
  step: () => observe().step, picture});
const words = lesson_text({t, lang, lesson, open_address});
const in_sight = visibility({engine: () => engine, sight: pictures_of.sight, wants_play: () => link_options.play === 'seen' && !less_motion.matches, play_as_asked});
const messenger = messages({there: () => engine !== null && whole === null, play, step, reset, link, observe, set_scale, slide: in_sight.slide,
  set: (key, to) => refused(() => {
    engine_now().put(key, to);
    refresh_soon();
  }),
  open: (wanted) => refused(() => open(wanted)), seek: (to) => engine_now().seek(to), describe: () => engine_now().describe()}, value(first, 'origins'));
const field = value_field({t, lang, row, set, place_of(key) {
  engine_now().draw();
  return engine_now().value_place(key);
}});
const supply = supplier({t, address: (name) => engine_now().file(name), give: (name, bytes) => engine_now().supply(name, bytes), waiting: () => engine?.observe().waiting ?? 0});
const aria = mirror({t, lang, observe, set, play, step, reset});
const refresh_memories = memories({t, texts: () => observe().texts, set: (key, to) => refused(() => set(key, to)), play: () => play(true)});
keyboard({embedded, running, touched: refresh_soon, hand_on: (e) => messenger.key(e)});
const prepare_print = printing({state: () => engine?.observe().words, url: top_bar.shared_url, picture});
const own_pictures = pictures({t, rows: () => engine?.describe().rows, add: (bits) => refused(() => set('patterns.add', bits))});
modules_ready = true;
refresh();
// For the console, and for the page's tests.
globalThis.attractor = {get engine() { return engine; }, said: notices, play, set, refused, link, open, set_lang, set_theme, redraw, touched: refresh_soon,
  edit: field.open, pictures: own_pictures.open, missing_letters: letters.missing};
start();
