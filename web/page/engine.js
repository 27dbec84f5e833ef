// Loads the WebAssembly program and gives its C functions (web/canvas/api.h) JavaScript names. Text in, text out.

import {fetch_early} from './data.js';

const kFonts = ['fonts/regular.ttf', 'fonts/semibold.ttf', 'fonts/math.ttf'];
const kRefused = [401, 403, 404, 410];  // what the server says of a file that it has not, or gives nobody
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// What the browser lacks or forbids, by the key of the sentence that says so; and what the network did not bring.
export class Missing extends Error {
  constructor(key, values) {
    super(key);
    this.values = values;
  }
}
export class Unreachable extends Error {}

const version = new URL(import.meta.url).search;  // of the build: web/build/stamp.mjs writes it into every address
const watch = globalThis.attractor_watch;         // it runs before the modules do and has asked for the program already

// Everything the network can do at once is started here, before anything is waited for. fresh: past the browser's cache.
export function begin(base, fresh = false) {
  const at = (name) => new URL(name, base).href, part = part_of(location.hash.length > 1 ? location.hash : location.search);
  if (part) fetch_early(part, part_file(part));
  /** @type {RequestInit | undefined} */
  const how = fresh ? {cache: 'reload'} : undefined;
  const response = async (name, early) => {
    const r = await (early ?? fetch(at(name), how)).catch((e) => unreachable(`${name}: ${e.message}`));
    if (kRefused.includes(r.status)) throw absent(name);
    if (!r.ok) throw new Unreachable(`${name}: HTTP ${r.status}`);
    return r;
  };
  const no = watch?.why?.() ?? (typeof WebAssembly === 'object' ? null : 'nowasm');
  const compiled = no ? Promise.reject(new Missing(no)) : compile(() => response(`attractor.wasm${version}`, fresh ? null : watch?.wasm));
  const fonts = Promise.all(kFonts.map((name) => response(name).then((r) => r.arrayBuffer()).then((b) => new Uint8Array(b))
    .catch(() => null)));  // a missing font is ugly, not fatal
  const script = globalThis.createAttractor && !fresh ? Promise.resolve()
    : (fresh ? response(`attractor.js${version}`) : Promise.resolve()).then(() => run(at(`attractor.js${version}`)));
  const rows = response(`lessons.txt${version}`).then((r) => r.text());
  compiled.catch(() => {});
  rows.catch(() => {});
  script.catch(() => {});
  return {compiled, fonts, rows, script, at, base};
}

async function unreachable(words) {
  await new Promise((done) => setTimeout(done, 50));  // the browser's word on a policy comes a little later
  throw watch?.refused ? new Missing('policy') : new Unreachable(words);
}
const absent = (name) => new Missing('absent', {name: name.replace(/\?.*/, '')});
const run = (src) => new Promise((done, fail) => {
  const s = document.createElement('script');
  s.src = src;
  s.async = true;
  s.onload = done;
  s.onerror = () => fetch(src, {method: 'HEAD'}).catch((e) => ({status: 0, statusText: e.message}))
    .then((r) => (kRefused.includes(r.status) ? Promise.reject(absent('attractor.js')) : unreachable(`attractor.js: ${r.statusText}`))).catch(fail);
  document.head.append(s);
});

// What comes later (web/build/split.mjs): the program imports its functions, and has none of them until it is there.
const kPart = 'part.', part_file = (part) => `attractor-${part}.wasm${version}`;
const parts_of = (module) => [...new Set(WebAssembly.Module.imports(module).map((i) => i.module).filter((name) => name.startsWith(kPart)))]
  .map((name) => name.slice(kPart.length));

// The part that a link will need, as far as its first word tells (web/build/stamp.mjs): a guess, so that it comes with the program.
function part_of(link) {
  const parts = (document.documentElement.dataset.parts ?? '').split(' ').map((p) => p.split(':'));
  const [word] = /[a-z][a-z0-9-]*/.exec(link.toLowerCase()) ?? [];
  return (parts.find(([, ids]) => ids?.split(',').includes(word ?? '')) ?? parts[0])[0];
}

async function compile(get) {
  const response = await get();
  if (WebAssembly.compileStreaming && /^application\/wasm\b/.test(response.headers.get('content-type') ?? '')) {
    return WebAssembly.compileStreaming(response);
  }
  const bytes = await response.arrayBuffer();  // a server that does not know the type, or sends something else under that name
  if (new TextDecoder().decode(bytes.slice(0, 4)) !== '\0asm') throw absent('attractor.wasm');
  return WebAssembly.compile(bytes);
}

// After an update a browser may hold one file of the old build and one of the new: what does not fit is fetched once more, past
// the cache. A program that came whole twice and cannot be compiled is too new for this browser.
export async function load(started, how) {
  try {
    return await attempt(started, how);
  } catch (e) {
    if (e instanceof Missing || e instanceof Unreachable) throw e;
    if (e instanceof RangeError) throw new Missing('memory');
    try {
      return await attempt(begin(started.base, true), how);
    } catch (again) {
      if (again instanceof Missing || again instanceof Unreachable) throw again;
      throw new Missing(again instanceof WebAssembly.CompileError ? 'old' : 'updated');
    }
  }
}

async function attempt(started, {canvas, on_event, on_stop}) {
  if (typeof WebGL2RenderingContext === 'undefined') throw new Missing('nowebgl');
  await Promise.all([started.script, started.compiled]);
  const program = {
    canvas,
    noInitialRun: true,
    locateFile: (name) => started.at(name),
    instantiateWasm(imports, receive) {
      const start = async (/** @type {WebAssembly.Module} */ m) => {
        for (const part of parts_of(m)) imports[kPart + part] = new Proxy({}, {get: () => () => { throw new WebAssembly.RuntimeError(part); }});
        const instance = await WebAssembly.instantiate(m, imports);
        primary = /** @type {WebAssembly.ModuleImports} */ (instance.exports);
        receive(instance, m);
      };
      started.compiled.then(start).catch((e) => stop(e));
      return {};
    },
    attractorEvent: (kind, detail) => on_event(String(kind), detail === undefined ? '' : String(detail)),
    onAbort: (why) => stop(new Error(String(why))),
    print() {},
    printErr: (text) => console.warn(text),  // what the driver says against a shader
  };
  /** @type {WebAssembly.ModuleImports} */
  let primary = {};
  let stopped = null, loaded = false, refuse;
  const failed = new Promise((_, fail) => { refuse = fail; });
  failed.catch(() => {});
  function stop(error) {
    if (stopped) return;
    stopped = error;
    refuse(error);
    if (loaded) on_stop(error);
  }
  const m = await Promise.race([/** @type {Function} */ (globalThis.createAttractor)(program), failed]);
  if (!m._attractor_open) throw new Error('another program');
  const later = parts_of(await started.compiled);

  // Strings go through the heap, not the stack: a pasted link can be longer than the stack.
  function put(string) {
    const b = encoder.encode(string);
    const p = m._malloc(b.length + 1);
    m.HEAPU8.set(b, p);
    m.HEAPU8[p + b.length] = 0;
    return p;
  }
  function get(p) {
    if (!p) return '';
    const heap = m.HEAPU8;
    return decoder.decode(heap.slice(p, heap.indexOf(0, p)));
  }
  function call(f, ...texts) {
    if (stopped) return 0;
    const held = [];
    try {
      for (const t of texts) held.push(put(String(t)));
      return f(...held);
    } catch (e) {
      if (e instanceof WebAssembly.RuntimeError || e instanceof RangeError) stop(e);
      else if (e !== 'unwind') throw e;
      return 0;
    } finally {
      if (!stopped) for (const p of held) m._free(p);
    }
  }
  const number = (x) => (Number.isFinite(Number(x)) ? Number(x) : 0);
  function json(f, otherwise, ...texts) {
    const s = get(call(f, ...texts));
    if (!s) return otherwise;
    try {
      return JSON.parse(s);
    } catch (e) {
      console.error(e);
      return otherwise;
    }
  }

  loaded = true;
  for (const part of later) call(m._attractor_expect, part);
  call(m._attractor_lessons, await started.rows);
  const fonts = await started.fonts;
  // Bytes go through the heap, too; null: there are none.
  function give(bytes, f) {
    const p = bytes ? m._malloc(bytes.length) : 0;
    if (bytes) m.HEAPU8.set(bytes, p);
    f(p, bytes ? bytes.length : 0);
    if (bytes && !stopped) m._free(p);
  }
  fonts.forEach((b, slot) => b && give(b, (p, size) => m._attractor_font(slot, p, size)));

  return {
    start() {
      try {
        if (m.callMain([]) === 1) stop(new Error('no WebGL 2 context'));
      } catch (e) {
        if (e !== 'unwind') stop(e);
      }
    },
    stop,
    get stopped() { return stopped !== null; },
    // There is such a language, and these are its words (words/<language>.txt), once they have come.
    words: (lang, text) => call(m._attractor_words, lang, text),
    open: (link) => call(m._attractor_open, link),
    is_part: (name) => later.includes(name),
    // So that every lesson opens when the network is gone.
    fetch_rest: () => later.forEach((part) => fetch_early(part, part_file(part))),
    // Where what "needs" asked for lies: a part of the program, or data.
    file: (name) => (later.includes(name) ? part_file(name) : `data/${name}.bin`),
    // bytes: a Uint8Array, or null when the file cannot be had. A part joins the program: it fills its places in the table.
    async supply(name, bytes) {
      const part = bytes && later.includes(name);
      if (part) await WebAssembly.instantiate(bytes, {primary});
      if (!stopped) give(part ? bytes.slice(0, 1) : bytes, (p, size) => call((text) => m._attractor_supply(text, p, size), name));
    },
    // Letters that the canvas's fonts lack; true: it has them now.
    letters(bold, bytes) {
      if (!stopped) give(bytes, (p, size) => call(() => m._attractor_letters(bold ? 1 : 0, p, size)));
      return !stopped;
    },
    // The experiment's own values, and no others: what messages may set.
    put: (key, value) => call(m._attractor_set, key, value),
    // Also the page's: "ui.*", "patterns.*" (api.h).
    set: (key, value) => call(/^(ui|patterns)\./.test(key) ? m._attractor_page : m._attractor_set, key, value),
    pointer: (x, y, buttons, touch) => call(() => m._attractor_pointer(x, y, buttons, touch ? 1 : 0)),
    pointer_gone: (cancelled) => call(() => m._attractor_pointer_gone(cancelled ? 1 : 0)),
    wheel: (dx, dy) => call(() => m._attractor_wheel(dx, dy)),
    draw: () => call(() => m._attractor_draw()),
    place: (scale, keys) => call(() => m._attractor_place(scale, keys ? 1 : 0)),
    value_place: (key) => json(m._attractor_value_place, null, key),
    play: (on) => call(() => m._attractor_play(on ? 1 : 0)),
    play_as_asked: () => call(() => m._attractor_play(2)),
    step: (n = 1) => call(() => m._attractor_step(Math.trunc(number(n)) | 0)),
    seek: (s) => call(() => m._attractor_seek(Math.max(0, Math.trunc(number(s))))),
    reset: () => call(() => m._attractor_reset()),
    link: () => get(call(m._attractor_link)),
    /** @returns {import('./types').Description} */
    describe: () => json(m._attractor_describe, {lessons: [], rows: [], names: []}),
    /** @returns {import('./types').Observation} */
    observe: () => json(m._attractor_observe, {step: 0, playing: false, scalars: {}, words: '', replay: {state: 'none'}}),
    /** @returns {import('./types').Notice[]} */
    notices: () => json(m._attractor_notices, []),
    csv: () => get(call(m._attractor_csv)),
  };
}

// True if the browser gives a WebGL 2 context at all; asked only when something went wrong.
export function has_webgl2() {
  try {
    return Boolean(document.createElement('canvas').getContext('webgl2'));
  } catch {
    return false;
  }
}
