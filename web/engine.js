// Loads the WebAssembly program and gives its C functions (web/api.h) JavaScript names. Text in, text out.

const kFonts = ['fonts/regular.ttf', 'fonts/semibold.ttf', 'fonts/math.ttf'];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Missing extends Error {}

// Everything the network can do at once is started here, before anything is waited for.
export function begin(base) {
  const at = (name) => new URL(name, base).href;
  const bytes = async (name) => {
    const r = await fetch(at(name));
    if (!r.ok) throw new Error(`${name}: HTTP ${r.status}`);
    return r;
  };
  const compiled = typeof WebAssembly === 'object' ? compile(() => bytes('attractor.wasm')) : Promise.reject(new Missing('nowasm'));
  const fonts = Promise.all(kFonts.map((name) => bytes(name).then((r) => r.arrayBuffer()).then((b) => new Uint8Array(b))
    .catch(() => null)));  // a missing font is ugly, not fatal
  const script = globalThis.createAttractor ? Promise.resolve() : new Promise((done, fail) => {
    const s = document.createElement('script');
    s.src = at('attractor.js');
    s.async = true;
    s.onload = done;
    s.onerror = () => fail(new Error('attractor.js'));
    document.head.append(s);
  });
  compiled.catch(() => {});
  script.catch(() => {});
  return {compiled, fonts, script, at};
}

async function compile(get) {
  const response = await get();
  if (WebAssembly.compileStreaming && /^application\/wasm\b/.test(response.headers.get('content-type') ?? '')) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());  // a server that does not know the type
}

export async function load(started, {canvas, on_event, on_stop}) {
  if (typeof WebAssembly !== 'object') throw new Missing('nowasm');
  if (typeof WebGL2RenderingContext === 'undefined') throw new Missing('nowebgl');
  await started.script;
  const program = {
    canvas,
    noInitialRun: true,
    locateFile: (name) => started.at(name),
    instantiateWasm(imports, receive) {
      started.compiled.then((m) => WebAssembly.instantiate(m, imports).then((instance) => receive(instance, m)))
        .catch((e) => stop(e));
      return {};
    },
    attractorEvent: (kind, detail) => on_event(String(kind), detail === undefined ? '' : String(detail)),
    onAbort: (why) => stop(new Error(String(why))),
    print() {},
    printErr() {},
  };
  let stopped = null, refuse;
  const failed = new Promise((_, fail) => { refuse = fail; });
  failed.catch(() => {});
  function stop(error) {
    if (stopped) return;
    stopped = error;
    refuse(error);
    on_stop(error);
  }
  const m = await Promise.race([globalThis.createAttractor(program), failed]);

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
  function json(f, otherwise) {
    const s = get(call(f));
    if (!s) return otherwise;
    try {
      return JSON.parse(s);
    } catch {
      return otherwise;
    }
  }

  const fonts = await started.fonts;
  fonts.forEach((b, slot) => {
    if (!b) return;
    const p = m._malloc(b.length);
    m.HEAPU8.set(b, p);
    m._attractor_font(slot, p, b.length);
    m._free(p);
  });

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
    open: (link) => call(m._attractor_open, link),
    // bytes: a Uint8Array, or null when the piece cannot be had.
    supply(name, bytes) {
      if (stopped) return;
      const p = bytes ? m._malloc(bytes.length) : 0;
      if (bytes) m.HEAPU8.set(bytes, p);
      call((text) => m._attractor_supply(text, p, bytes ? bytes.length : 0), name);
      if (bytes && !stopped) m._free(p);
    },
    // The experiment's own values, and no others: what messages may set.
    put: (key, value) => call(m._attractor_set, key, value),
    // Also the page's: "ui.*", "patterns.*", "data.*" (api.h).
    set: (key, value) => call(/^(ui|patterns|data)\./.test(key) ? m._attractor_page : m._attractor_set, key, value),
    play: (on) => call(() => m._attractor_play(on ? 1 : 0)),
    play_as_asked: () => call(() => m._attractor_play(2)),
    step: (n = 1) => call(() => m._attractor_step(Math.trunc(number(n)) | 0)),
    seek: (s) => call(() => m._attractor_seek(Math.max(0, Math.trunc(number(s))))),
    reset: () => call(() => m._attractor_reset()),
    link: () => get(call(m._attractor_link)),
    describe: () => json(m._attractor_describe, {lessons: [], rows: [], names: []}),
    observe: () => json(m._attractor_observe, {step: 0, playing: false, scalars: {}, words: '', replay: {state: 'none'}}),
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
