// Life inside other pages and slides: messages from the parent, who has the keyboard, and when to rest.

const kTypes = ['set', 'play', 'pause', 'step', 'reset', 'link', 'open', 'describe', 'observe', 'seek'];
const kLongest = 1 << 20;  // characters of one value

// ---- messages ------------------------------------------------------------------------------------------------------
// {attractor:1, id, type, ...} -> {attractor:1, id, ok, value | error}.  Only from the parent; `origins` narrows it further.
export function messages(page, origins) {
  const allowed = (origins ?? '').split(',').map((s) => s.trim()).filter(Boolean);
  const parent = window.parent === window ? null : window.parent;
  let friend = null;   // origin of the first accepted message
  const waiting = [];  // messages that came before the engine

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
      const bad = page.refused(() => {
        page.engine.put(key, text_of(m, 'value'));
        page.touched();
      });
      if (bad) throw new Error(bad);
    },
    play: () => page.play(true),
    pause: () => page.play(false),
    step(m) {
      const n = number_of(m, m.n === undefined ? 'count' : 'n', 1);
      if (Math.abs(n) > 1e6) throw new Error('at most 1,000,000 steps at a time; "seek" goes further');
      page.engine.step(n);
    },
    reset: () => page.engine.reset(),
    seek(m) {
      const s = number_of(m, 'step');
      if (s < 0) throw new Error('"step" is below 0');
      page.engine.seek(s);
    },
    open(m) {
      const bad = page.refused(() => page.open(text_of(m, 'link')));
      return bad ?? undefined;  // something always opens; the notice comes back as the value
    },
    link: () => page.link(),
    describe: () => page.engine.describe(),
    observe: () => page.engine.observe(),
  };

  function answer(m, origin) {
    try {
      if (!kTypes.includes(m.type)) throw new Error(`unknown type ${JSON.stringify(String(m.type).slice(0, 40))}`);
      const value = act[m.type](m);
      post({id: m.id, ok: true, value: value ?? null}, origin);
    } catch (e) {
      post({id: m.id, ok: false, error: String(e?.message ?? e)}, origin);
    }
  }

  window.addEventListener('message', (e) => {
    if (!parent || e.source !== parent || !may(e.origin)) return;
    const m = e.data;
    if (m === 'slide:start' || m === 'slide:stop') return page.slide(m === 'slide:start');
    if (typeof m !== 'object' || m === null || m.attractor !== 1) return;
    if (typeof m.id !== 'number' && (typeof m.id !== 'string' || m.id.length > 100)) return;
    friend ??= e.origin;
    if (page.engine) answer(m, e.origin);
    else if (waiting.length < 100) waiting.push([m, e.origin]);
  });

  return {
    // Unsolicited words. "ready" holds nothing private and is needed before anybody has written to us.
    tell(type, more = {}) {
      if (!parent) return;
      const to = friend ?? (type === 'ready' ? parent_origin() : null);
      if (to === null || (to && !may(to))) return;
      post(type === 'ready' ? {type} : {type, ...(typeof more === 'function' ? more() : more)}, to);
    },
    ready() {
      for (const [m, origin] of waiting.splice(0)) answer(m, origin);
      this.tell('ready');
    },
  };
}

// ---- keyboard, wheel, focus ----------------------------------------------------------------------------------------
// SDL listens on the window and swallows what it hears, so what it must not hear is stopped before it gets there.
export function manners(page) {
  const canvas = document.getElementById('canvas');
  const embedded = page.embedded;
  const active = () => document.activeElement === canvas;

  const modifier = (e) => ['Shift', 'Control', 'Alt', 'Meta'].includes(e.key);
  function filter(e) {
    if (e.target !== canvas && e.target !== document.body && e.target !== document.documentElement) return;  // see below
    const mine = embedded ? modifier(e)  // every other key may be the deck's
      : e.key !== 'Tab' && (modifier(e) || !(e.ctrlKey || e.metaKey || e.altKey || /^F\d+$/.test(e.key)));
    if (e.type === 'keydown' && e.key === 'Escape' && active()) give_back();
    if (!mine && e.type !== 'keyup') e.stopImmediatePropagation();
  }
  for (const type of ['keydown', 'keypress', 'keyup']) {
    window.addEventListener(type, filter, true);
    // Typing in the page's own fields and buttons ends at the document, before SDL's listener on the window.
    document.addEventListener(type, (e) => {
      if (e.target !== canvas && e.target !== document.body) e.stopPropagation();
    });
  }

  function give_back() {
    canvas.blur();
    if (!embedded) return;
    try {
      window.parent.focus?.();
    } catch { /* not ours to focus */ }
  }
  canvas.addEventListener('pointerdown', () => canvas.focus({preventScroll: true}), true);
  canvas.addEventListener('contextmenu', (e) => e.preventDefault());
  if (embedded) {
    canvas.addEventListener('pointerleave', (e) => {
      if (!e.buttons && e.pointerType === 'mouse' && active()) give_back();
    });
    // The wheel scrolls the deck until the canvas has been clicked.
    window.addEventListener('wheel', (e) => {
      if (e.target === canvas && !active()) e.stopImmediatePropagation();
    }, {capture: true, passive: true});
  }
}

// ---- resting -------------------------------------------------------------------------------------------------------
export function presence(page) {
  let seen = false, slide = true, was = null, half = false;
  const wants_play = () => page.start_when === 'seen' && !page.calm;
  let started = false;

  function apply() {
    if (!page.engine) return;
    const on = seen && slide && !document.hidden;
    if (on !== was) {
      was = on;
      page.engine.set('ui.visible', on ? '1' : '0');
    }
    // A link that replays is left alone until it is there; then it goes on.
    if (wants_play() && !started && half && slide && !document.hidden && page.engine.observe().replay.state !== 'running') {
      started = true;
      page.play_as_asked();
    }
  }
  new IntersectionObserver((entries) => {
    const e = entries[entries.length - 1];
    seen = e.isIntersecting;
    half = seen && e.intersectionRatio >= 0.5;
    apply();
  }, {threshold: [0, 0.01, 0.5]}).observe(document.getElementById('stage'));
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
