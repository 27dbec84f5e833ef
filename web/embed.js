// Attractor inside another page.  import {embed} from '.../embed.js';
//
//   const a = embed(element, {link: 'ising?T=2.27', ui: 'min', theme: 'dark', lang: 'en', play: 'seen',
//                             ratio: '16/10', title: 'Ising model', lazy: true});
//   await a.set('T', 2.0);  await a.play();  a.on('stepped', ({step, words}) => ...);
//
// Or without a line of JavaScript of your own:  <div data-attractor="ising?T=2.27&ui=min"></div>
// Every call returns a promise. The frame is made when it comes near the screen or at the first call.

const kHome = new URL('.', import.meta.url);
const kPatience = 10000;  // milliseconds a call may take
const kOptions = ['ui', 'theme', 'lang', 'play', 'hide'];

function address(link, options, home) {
  const [model, ...rest] = String(link ?? '').replace(/^[#?]+/, '').split('?');
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

export function embed(element, options = {}) {
  const place = typeof element === 'string' ? document.querySelector(element) : element;
  if (!(place instanceof Element)) throw new TypeError('embed: the first argument must be an element or a selector that finds one');
  const home = new URL(options.home ?? kHome, location.href), origin = home.origin;
  const listeners = new Map(), open_calls = new Map();
  let frame = null, watcher = null, next = 1, gone = false, is_ready = false, link = options.link ?? '';

  let say_ready;
  const ready = new Promise((done) => { say_ready = done; });

  const box = document.createElement('div');
  Object.assign(box.style, {position: 'relative', width: '100%', aspectRatio: options.ratio ?? '16/10',
    borderRadius: '8px', overflow: 'hidden', background: options.theme === 'dark' ? '#11151b' : '#f6f7f9'});
  place.replaceChildren(box);

  function create() {
    if (frame || gone) return;
    watcher?.disconnect();
    frame = document.createElement('iframe');
    frame.title = options.title ?? 'Attractor: an experiment';
    frame.allow = 'fullscreen; clipboard-write';
    frame.allowFullscreen = true;
    frame.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;border:0';
    frame.src = address(link, options, home.href);
    box.append(frame);
  }

  function hear(e) {
    if (!frame || e.source !== frame.contentWindow || (e.origin !== origin && origin !== 'null')) return;
    const m = e.data;
    if (typeof m !== 'object' || m === null || m.attractor !== 1) return;
    if (m.id !== undefined) {
      const call = open_calls.get(m.id);
      if (!call) return;
      open_calls.delete(m.id);
      clearTimeout(call.timer);
      if (m.ok) call.done(m.value ?? undefined);
      else call.fail(new Error(`attractor: ${m.error ?? 'refused'}`));
      return;
    }
    if (m.type === 'ready' && !is_ready) {
      is_ready = true;
      say_ready(handle);
      // The frame answers only those it has heard: one word opens the events.
      if (listeners.size) handle.observe().catch(() => {});
    }
    for (const f of listeners.get(m.type) ?? []) {
      try {
        f(m);
      } catch (error) {
        console.error(error);
      }
    }
  }
  addEventListener('message', hear);

  async function call(type, more = {}) {
    if (gone) throw new Error('attractor: this frame has been destroyed');
    create();
    const id = next++;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        open_calls.delete(id);
        fail(new Error(`attractor: no answer to "${type}" within ${kPatience / 1000} s (is ${home.href} reachable?)`));
      }, kPatience);
      open_calls.set(id, {done, fail, timer});
      ready.then(() => {
        if (!open_calls.has(id) || gone) return;
        try {
          frame.contentWindow.postMessage({attractor: 1, id, type, ...more}, origin === 'null' ? '*' : origin);
        } catch (error) {  // not cloneable
          open_calls.delete(id);
          clearTimeout(timer);
          fail(error);
        }
      });
    });
  }

  const handle = {
    set: (key, value) => call('set', {key, value}),
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
    // type: ready, changed, notice, stepped, replay. Returns a function that stops listening.
    on(type, f) {
      if (!listeners.has(type)) listeners.set(type, new Set());
      listeners.get(type).add(f);
      if (is_ready && type !== 'ready') handle.observe().catch(() => {});
      return () => listeners.get(type)?.delete(f);
    },
    ready,
    get frame() { return frame; },
    destroy() {
      gone = true;
      watcher?.disconnect();
      removeEventListener('message', hear);
      for (const {fail, timer} of open_calls.values()) {
        clearTimeout(timer);
        fail(new Error('attractor: this frame has been destroyed'));
      }
      open_calls.clear();
      box.remove();
    },
  };

  if (options.lazy === false || typeof IntersectionObserver === 'undefined') {
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
  return [...root.querySelectorAll('[data-attractor]:not([data-attractor-made])')].map((element) => {
    const {attractor: link, ...rest} = element.dataset;
    element.dataset.attractorMade = '';
    const a = embed(element, {ui: 'min', ...rest, link, lazy: rest.lazy !== 'false'});
    element.attractor = a;
    return a;
  });
}

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => embed_all());
else embed_all();
