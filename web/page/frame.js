// Life inside other pages and slides: messages from the parent, who has the keyboard, and when to rest.

import {$, near, stage_canvas} from './dom.js';
import {pointer} from './pointer.js';

const kTypes = ['set', 'play', 'pause', 'step', 'reset', 'link', 'open', 'describe', 'observe', 'seek', 'place'];
const kReading = ['link', 'describe', 'observe'];
const kUnasked = ['ready', 'loading', 'key'];  // what even a parent is told that has said nothing yet: nothing private
const kLongest = 1 << 20;  // characters of one value

// ---- messages ------------------------------------------------------------------------------------------------------
// {attractor:1, id, type, ...} -> {attractor:1, id, ok, value | error}.  Only from the parent; `origins` narrows it further.
// there(): whether the program is, with the part that what is open needs. Of what a message may ask, what the program refuses comes back as its words against
// it, else null.
/** @typedef {{there: () => boolean, set: (key: string, value: string) => string | null,
 *   open: (link: string) => string | null,
 *   play: (on: boolean) => void, step: (n: number) => void, seek: (step: number) => void, reset: () => void,
 *   link: () => string,
 *   describe: () => import('./types').Description, observe: () => import('./types').Observation,
 *   set_scale: (scale: number) => void, slide: (on: boolean) => void}} Asked
 * @param {Asked} lab @param {string | undefined} origins */
export function messages(lab, origins) {
  const allowed = (origins ?? '').split(',').map((s) => s.trim()).filter(Boolean);
  const parent = window.parent === window ? null : window.parent;
  let friend = null;   // origin of the first accepted message
  let keys_to = '';    // who hands our keys on to the deck: 'embed' (embed.js), 'reveal', or nobody that we know
  const waiting = [];  // messages that came before the program, and answers to those that asked for more of it

  const may = (origin) => !allowed.length || allowed.includes(origin);
  // An opaque origin ("null": a deck opened from a file) cannot be named as a target.
  const target = (origin) => (origin === 'null' || !origin ? '*' : origin);

  function parent_origin() {
    const far = location.ancestorOrigins?.[0];
    if (far) return far;
    try {
      return document.referrer ? new URL(document.referrer).origin : '';
    } catch {
      return '';
    }
  }

  function post(message, origin) {
    try {
      parent?.postMessage({attractor: 1, ...message}, target(origin));
    } catch { /* not cloneable or a closed window: nobody to tell */ }
  }

  function text_of(m, name) {
    const v = m[name];
    if (!['string', 'number', 'boolean'].includes(typeof v)) throw new Error(`"${name}" must be a string, a number or true/false`);
    const s = typeof v === 'boolean' ? String(Number(v)) : String(v);
    if (s.length > kLongest) throw new Error(`"${name}" is too long`);
    return s;
  }
  function number_of(m, name, otherwise) {
    if (m[name] === undefined && otherwise !== undefined) return otherwise;
    const v = Number(m[name]);
    if (!Number.isFinite(v) || Math.abs(v) > Number.MAX_SAFE_INTEGER) throw new Error(`"${name}" must be a number`);
    return Math.trunc(v);
  }

  const act = {
    set(m) {
      const key = text_of(m, 'key');
      if (!/^[\w.\-]{1,100}$/.test(key)) throw new Error('"key" is not a name');
      const bad = lab.set(key, text_of(m, 'value'));
      if (bad) throw new Error(bad);
    },
    play: () => lab.play(true),
    pause: () => lab.play(false),
    step(m) {
      const n = number_of(m, m.n === undefined ? 'count' : 'n', 1);
      if (Math.abs(n) > 1e6) throw new Error('at most 1,000,000 steps at a time; "seek" goes further');
      lab.step(n);
    },
    reset: () => lab.reset(),
    seek(m) {
      const s = number_of(m, 'step');
      if (s < 0) throw new Error('"step" is below 0');
      lab.seek(s);
    },
    open(m) {
      return lab.open(text_of(m, 'link')) ?? undefined;  // something always opens; the notice comes back as the value
    },
    link: () => lab.link(),
    describe: () => lab.describe(),
    observe: () => lab.observe(),
    // From embed.js: by how much the deck enlarges us, and that it hands our keys on.
    place(m) {
      if (m.keys === true) keys_to = 'embed';
      lab.set_scale(Number(m.scale));
    },
  };

  function answer(m, origin) {
    try {
      if (!kTypes.includes(m.type)) throw new Error(`unknown type ${JSON.stringify(String(m.type).slice(0, 40))}`);
      const value = act[m.type](m);
      const reply = () => {
        const o = m.keep === true && lab.observe();
        // Where it stands now, for embed.js. While it plays, reading changes nothing that would be worth a hash.
        const at = o && o.replay.state !== 'running' && !(o.playing && kReading.includes(m.type)) ? {link: lab.link(), playing: o.playing} : undefined;
        post({id: m.id, ok: true, value: value ?? null, at}, origin);
      };
      if (lab.there()) reply();
      else waiting.unshift(reply);
    } catch (e) {
      post({id: m.id, ok: false, error: String(e instanceof Error ? e.message : e)}, origin);
    }
  }

  window.addEventListener('message', (e) => {
    if (!parent || e.source !== parent || !may(e.origin)) return;
    const m = e.data;
    if (m === 'slide:start' || m === 'slide:stop') {  // the words of reveal.js
      keys_to ||= 'reveal';
      return lab.slide(m === 'slide:start');
    }
    if (typeof m !== 'object' || m === null || m.attractor !== 1) return;
    if (typeof m.id !== 'number' && (typeof m.id !== 'string' || m.id.length > 100)) return;
    friend ??= e.origin;
    if (lab.there()) answer(m, e.origin);
    else if (waiting.length < 100) waiting.push(() => answer(m, e.origin));
  });

  return {
    // Unsolicited words. "ready" holds nothing private and is needed before anybody has written to us.
    send(type, more = {}) {
      if (!parent) return;
      const to = friend ?? (kUnasked.includes(type) ? parent_origin() : null);
      if (to === null || (to && !may(to))) return;
      post(type === 'ready' ? {type} : {type, ...(typeof more === 'function' ? more() : more)}, to);
    },
    // A key that is not for us. reveal.js takes it by its own messages.
    key(e) {
      if (keys_to !== 'reveal') {
        const {type: kind, key, code, keyCode, shiftKey, altKey, repeat} = e;
        return this.send('key', {kind, key, code, keyCode, shiftKey, altKey, repeat});
      }
      const to = friend ?? parent_origin();
      if (e.type === 'keydown' && (!to || may(to))) parent?.postMessage(JSON.stringify({method: 'triggerKey', args: [e.keyCode]}), target(to));
    },
    // What had to wait, as far as it need not any more.
    hear() {
      while (waiting.length && lab.there()) waiting.shift()?.();
    },
    ready() {
      this.hear();
      this.send('ready');
    },
  };
}

// ---- keyboard and focus ----------------------------------------------------------------------------------------------
// The page has a few keys of its own; inside another page every key is that page's and is handed on.
/** @type {Record<string, (engine: import('./types').Engine) => void>} */
const kKeys = {
  Space: (engine) => engine.play(!engine.observe().playing),
  ArrowRight: (engine) => engine.step(1),
  ArrowLeft: (engine) => engine.observe().step > 0 && engine.step(-1),
  KeyR: (engine) => engine.reset(),
};
// Where keys have another meaning already: typing, choosing, pressing, scrolling.
const kTyping = 'input, select, textarea, [contenteditable], dialog, [popover], #mirror';
const kPressing = 'button, a, summary, #text';

// running(): the program, while it runs; touched(): it may have changed; hand_on(event): a key for the page around.
/** @param {{embedded: boolean, running: () => import('./types').Engine | null, touched: () => void,
 *   hand_on: (e: KeyboardEvent) => void}} page */
export function keyboard({embedded, running, touched, hand_on}) {
  const canvas = stage_canvas();
  const active = () => document.activeElement === canvas;
  const handed = new Set();  // keys that are down and were handed on

  function own(e) {
    const act = kKeys[e.code], engine = running();
    if (!act || e.ctrlKey || e.metaKey || e.altKey || near(e, kTyping)) return;
    if (e.code === 'Space' && near(e, kPressing)) return;
    if (document.querySelector('dialog[open]') || !engine) return;
    e.preventDefault();
    if (e.repeat && !e.code.startsWith('Arrow')) return;
    act(engine);
    touched();
  }
  function others(e) {
    const at = (q) => near(e, q);
    if (at(kTyping) || (at(kPressing) && /^( |Enter)$/.test(e.key)) || (at('#text') && /^(Arrow|Page|Home|End)/.test(e.key))) return;
    if (e.type === 'keyup' && !handed.delete(e.code)) return;  // its press was ours
    if (e.type === 'keydown' && e.key === 'Escape' && active()) give_back();
    if (e.key === 'Tab' || e.ctrlKey || e.metaKey || ['Shift', 'Control', 'Alt', 'Meta'].includes(e.key)) return;
    if (e.type === 'keydown') handed.add(e.code);
    hand_on(e);
  }
  for (const type of /** @type {('keydown' | 'keypress' | 'keyup')[]} */ (['keydown', 'keypress', 'keyup'])) {
    window.addEventListener(type, (e) => {
      if (e.isComposing || e.defaultPrevented) return;
      if (embedded && type !== 'keypress') others(e);
      else if (type === 'keydown') {
        if (e.key === 'Escape' && active()) canvas.blur();
        own(e);
      }
      if (e.target === canvas) e.stopImmediatePropagation();  // SDL listens there and would swallow it
    }, true);
  }

  function give_back() {
    canvas.blur();
    if (!embedded) return;
    try {
      window.parent.focus?.();
    } catch { /* not ours to focus */ }
  }
  // After a finger or a pen: the presenter's keys and clicker go on working. Unless a number is being typed.
  pointer({embedded, running, given_back: () => setTimeout(() => embedded && active() && give_back())});
  if (embedded) {
    canvas.addEventListener('pointerleave', (e) => {
      if (!e.buttons && e.pointerType === 'mouse' && active()) give_back();
    });
  }
}

// ---- resting -------------------------------------------------------------------------------------------------------
// engine(): the program, once it is there; sight(on): whether the stage can be seen at all; wants_play(): the link asks
// that it plays while it is seen, and play_as_asked() does so.
/** @param {{engine: () => import('./types').Engine | null, sight: (on: boolean) => void, wants_play: () => boolean,
 *   play_as_asked: () => void}} page */
export function visibility({engine, sight, wants_play, play_as_asked}) {
  let seen = false, slide = true, was = null, half = false, looked = false;
  let started = false;

  function apply() {
    const program = engine();
    if (!program) return;
    const on = seen && slide && !document.hidden;
    if (on !== was) {
      was = on;
      program.set('ui.visible', on ? '1' : '0');
    }
    // A link that replays, or waits for data, is left alone until it is there; then it goes on.
    const there = () => program.observe().replay.state !== 'running' && program.observe().waiting === 0;
    if (wants_play() && !started && half && slide && !document.hidden && there()) {
      started = true;
      play_as_asked();
    }
  }
  new IntersectionObserver((entries) => {
    const e = entries[entries.length - 1];
    if (seen !== e.isIntersecting || !looked) sight(e.isIntersecting);
    looked = true;
    seen = e.isIntersecting;
    half = seen && e.intersectionRatio >= 0.5;
    apply();
  }, {threshold: [0, 0.01, 0.5]}).observe($('stage'));
  document.addEventListener('visibilitychange', apply);

  return {
    apply,
    again() { started = false; },  // a new link with play=seen
    slide(on) {
      slide = on;
      if (on && wants_play()) started = false;
      apply();
    },
  };
}
