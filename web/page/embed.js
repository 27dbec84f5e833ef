// Attractor inside another page.  import {embed} from '.../embed.js';
//
//   const a = embed(element, {link: 'ising?T=2.27', ui: 'min', theme: 'dark', lang: 'en', play: 'seen',
//                             ratio: '16/10', title: 'Ising model', lazy: true});
//   await a.set('T', 2.0);  await a.play();  a.on('stepped', ({step, words}) => ...);
//
// Or without a line of JavaScript of your own:  <div data-attractor="ising?T=2.27&ui=min"></div>
// Every call returns a promise. The frame is made when it comes near the screen or at the first call. If the browser loads it
// anew (its element was moved, a deck unloaded it), it goes on where it was, and calls made in between are answered.

const kHome = new URL('.', import.meta.url);
const kPatience = 10000;  // milliseconds an answer may take, from when the frame could hear the call
const kSilence = 30000;   // without a sign of life while the frame loads
const kRemember = 1000;   // between questions for its link, in case it is loaded anew
const kMeasure = 500;     // between looks at how much a transform of the deck enlarges it
const kMade = new WeakMap();  // element -> what was embedded in it last
const kOptions = ['ui', 'theme', 'lang', 'play', 'hide'];

// Of a whole address its link; of a link what comes before a second '#'.
function link_of(any) {
  const [first, ...more] = String(any ?? '').replace(/^#+/, '').split('#');
  return more.length && /:\/\/|^[?/]/.test(first) ? more[0] : first;
}

function address(link, options, home) {
  const [model, ...rest] = link_of(link).replace(/^\?+/, '').split('?');
  const pairs = rest.join('?').split('&').filter(Boolean);
  for (const key of kOptions) {
    if (options[key] === undefined || pairs.some((p) => p.startsWith(`${key}=`))) continue;
    pairs.push(`${key}=${encodeURIComponent(options[key])}`);
  }
  const origin = location.origin;  // only this page may speak to the frame; "null" (a file) cannot be told apart
  if (origin !== 'null' && options.strict !== false && !pairs.some((p) => p.startsWith('origins='))) {
    pairs.push(`origins=${encodeURIComponent(origin)}`);
  }
  return `${home}#${model}${pairs.length ? `?${pairs.join('&')}` : ''}`;
}

/** @type {typeof import('../../build/types/embed').embed} */
export function embed(element, options = {}) {
  const place = typeof element === 'string' ? document.querySelector(element) : element;
  if (!(place instanceof Element)) throw new TypeError('embed: the first argument must be an element or a selector that finds one');
  kMade.get(place)?.destroy();
  const home = new URL(options.home ?? kHome, location.href), origin = home.origin;
  const listeners = new Map(), calls = new Map();  // calls: id -> {message, done, fail, timer}
  let frame = null, watcher = null, next = 1, gone = false, link = options.link ?? '';
  let talks_to = null;    // the window that said "ready" and takes calls; a frame that is loaded anew has another, or says it again
  let was_ready = false, changed = false, silence = 0, scale = 0;
  let last = null;        // {link, playing}: where the frame was when it was last asked

  let say_ready;
  const ready = new Promise((done) => { say_ready = done; });

  const box = document.createElement('div');
  Object.assign(box.style, {position: 'relative', width: '100%', aspectRatio: options.ratio ?? '16/10',
    borderRadius: '8px', overflow: 'hidden', background: options.theme === 'dark' ? '#11151b' : '#f6f7f9'});
  place.replaceChildren(box);
  // Until the frame is there, and where it never comes (on paper), its place says what belongs in it.
  const sign = document.createElement('a');
  sign.href = address(link, options, home.href);
  sign.textContent = `${options.title ?? 'Attractor'}: ${sign.href}`;
  sign.style.cssText = 'position:absolute;inset:auto 1em 1em;font:12px sans-serif;color:#567;overflow-wrap:anywhere';
  box.append(sign);

  function create() {
    if (frame || gone) return;
    watcher?.disconnect();
    frame = document.createElement('iframe');
    frame.title = options.title ?? 'Attractor: an experiment';
    frame.allow = 'fullscreen; clipboard-write';
    frame.allowFullscreen = true;
    frame.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;border:0';
    // An isolated page (COEP) shows only frames that agree to it, or that come without credentials.
    if (globalThis.crossOriginIsolated && 'credentialless' in frame) frame.credentialless = true;
    frame.src = address(link, options, home.href);
    box.replaceChildren(frame);
    sign_of_life();
  }

  // ---- calls -------------------------------------------------------------------------------------------------------------
  const open_gate = () => talks_to !== null && talks_to === frame?.contentWindow;

  function end(id, how) {
    const c = calls.get(id);
    if (!c) return;
    calls.delete(id);
    clearTimeout(c.timer);
    how(c);
  }
  function post(id) {
    const c = calls.get(id);
    try {
      frame.contentWindow.postMessage({attractor: 1, id, keep: !c.ours, ...c.message}, origin === 'null' ? '*' : origin);
    } catch (error) {  // not cloneable
      return end(id, () => c.fail(error));
    }
    clearTimeout(c.timer);
    c.timer = setTimeout(() => end(id, () => c.fail(new Error(`attractor: no answer to "${c.message.type}" within ${kPatience / 1000} s`))), kPatience);
  }
  // ours: a call of this file's own, which does not wait for the gate.
  function send(message, ours = false) {
    if (gone) return Promise.reject(new Error('attractor: this frame has been destroyed'));
    create();
    const id = next++;
    return new Promise((done, fail) => {
      calls.set(id, {message, done, fail, timer: 0, ours});
      if (ours || open_gate()) post(id);
      else if (!silence) sign_of_life();  // an element that was taken out of the page
    });
  }
  const call = async (type, more = {}) => send({type, ...more});
  const ask = (type, more = {}) => send({type, ...more}, true).catch(() => undefined);

  // Until a frame is ready, nobody is impatient while it shows signs of life.
  function sign_of_life() {
    clearTimeout(silence);
    silence = 0;
    if (open_gate()) return;
    silence = setTimeout(() => {
      silence = 0;
      for (const id of [...calls.keys()]) {
        end(id, (c) => c.fail(new Error(`attractor: the frame has said nothing for ${kSilence / 1000} s (is ${home.href} reachable?)`)));
      }
    }, kSilence);
  }

  // ---- a frame that is loaded anew -----------------------------------------------------------------------------------------
  async function remember() {
    if (!open_gate() || !changed) return;
    changed = false;
    const at = await ask('link'), now = at && await ask('observe');
    if (now && now.replay?.state !== 'running') last = {link: at, playing: now.playing === true};
  }
  async function arrived(there) {
    talks_to = null;
    for (const [id, c] of calls) if (c.ours) end(id, () => c.done(undefined));  // the old document was asked
    const again = was_ready && last;
    was_ready = true;
    if (again) {
      await ask('open', {link: last.link});
      // A link replays first: what comes in between would end it.
      for (let i = 0; i < 300 && frame?.contentWindow === there; ++i) {
        const o = await ask('observe');
        if (o?.replay?.state !== 'running') break;
        await new Promise((done) => setTimeout(done, 100));
      }
      if (last.playing) ask('play');
    }
    if (gone || frame?.contentWindow !== there) return;
    talks_to = there;
    clearTimeout(silence);
    silence = 0;
    scale = 0;
    measure();
    for (const [id, c] of calls) if (!c.ours) post(id);
    // The frame answers only those it has heard: one word opens the events.
    if (listeners.size) ask('observe');
    changed = true;
    say_ready(handle);
  }

  // ---- size on the screen, and keys ------------------------------------------------------------------------------------------
  function measure() {
    if (!open_gate() || !frame.offsetWidth) return;
    const now = Math.round(20 * frame.getBoundingClientRect().width / frame.offsetWidth) / 20;
    if (now === scale) return;
    scale = now;
    ask('place', {scale, keys: true});
  }
  // A key that the frame has no use for is the deck's, as if it had been pressed there.
  function key({kind, key: name, code, keyCode, shiftKey, altKey, repeat}) {
    if (kind !== 'keydown' && kind !== 'keyup') return;
    const e = new KeyboardEvent(kind, {key: String(name), code: String(code), keyCode: Number(keyCode), which: Number(keyCode),
      shiftKey: shiftKey === true, altKey: altKey === true, repeat: repeat === true, bubbles: true, cancelable: true});
    const at = document.activeElement;
    (!at || at === frame ? document.body : at).dispatchEvent(e);
  }
  const timers = [setInterval(measure, kMeasure), setInterval(remember, kRemember)];

  function hear(e) {
    if (!frame || e.source !== frame.contentWindow || (e.origin !== origin && origin !== 'null')) return;
    const m = e.data;
    if (typeof m !== 'object' || m === null || m.attractor !== 1) return;
    if (m.id !== undefined) {
      return end(m.id, (c) => {
        if (m.ok && m.at) last = m.at;  // what was answered outlives a move
        if (m.ok) c.done(m.value ?? undefined);
        else c.fail(new Error(`attractor: ${m.error ?? 'refused'}`));
      });
    }
    sign_of_life();
    if (m.type === 'ready') arrived(e.source);
    if (m.type === 'key') return key(m);
    if (m.type === 'changed' || m.type === 'stepped') changed = true;
    for (const f of listeners.get(m.type) ?? []) {
      try {
        f(m);
      } catch (error) {
        console.error(error);
      }
    }
  }
  addEventListener('message', hear);

  const handle = {
    set: (name, value) => call('set', {key: name, value}),
    play: () => call('play'),
    pause: () => call('pause'),
    step: (n = 1) => call('step', {n}),
    reset: () => call('reset'),
    seek: (step) => call('seek', {step}),
    link: () => call('link'),
    describe: () => call('describe'),
    observe: () => call('observe'),
    open(to) {
      link = to;
      return call('open', {link: String(to)});
    },
    // type: ready, changed, notice, stepped, replay, loading. Returns a function that stops listening.
    on(type, f) {
      if (!listeners.has(type)) listeners.set(type, new Set());
      listeners.get(type).add(f);
      if (open_gate() && type !== 'ready') ask('observe');
      return () => listeners.get(type)?.delete(f);
    },
    ready,
    get frame() { return frame; },
    destroy() {
      gone = true;
      watcher?.disconnect();
      timers.forEach(clearInterval);
      clearTimeout(silence);
      removeEventListener('message', hear);
      for (const id of [...calls.keys()]) end(id, (c) => c.fail(new Error('attractor: this frame has been destroyed')));
      box.remove();
    },
  };

  kMade.set(place, handle);
  // A deck that is being made ready for paper (reveal.js) shows all its slides at once.
  const paper = /[?&](print-pdf|view=print)/.test(location.search) || matchMedia('print').matches;
  if (options.lazy === false || paper || typeof IntersectionObserver === 'undefined') {
    create();
  } else {
    watcher = new IntersectionObserver((entries) => {
      if (entries.some((e) => e.isIntersecting)) create();
    }, {rootMargin: '200px'});
    watcher.observe(box);
  }
  return handle;
}

// <div data-attractor="link" data-ratio="4/3" data-title="..." data-play="seen">
export function embed_all(root = document) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-attractor]:not([data-attractor-made])'))].map((element) => {
    const {attractor: link, ...rest} = element.dataset;
    element.dataset.attractorMade = '';
    const a = embed(element, {ui: 'min', ...rest, link, lazy: rest.lazy !== 'false'});
    element.attractor = a;
    return a;
  });
}

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => embed_all());
else embed_all();
