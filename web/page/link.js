// The link in the address bar: model?key=value&...  The program reads it (core/run/link_repair.h undoes what travel did to it); here
// only what the page must know before the program is there, and what it adds to links that the program wrote.

function whole(escapes) {
  try {
    return decodeURIComponent(escapes);
  } catch {  // half a character was lost
    return escapes.replace(/%([0-7].)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  }
}

// Without the escapes that messengers and mail add: enough to find a key.
function plain(text) {
  let s = String(text ?? '');
  for (let i = 0; i < 4; ++i) {
    const next = s.normalize('NFKC').replace(/&(amp|#0*38|#x0*26);/gi, '&')
      .replace(/(%[0-9a-f]{2})+/gi, whole);
    if (next === s) break;
    s = next;
  }
  return s;
}

// What a sentence around a link leaves at the ends of its values.
const kGlued = /^[\s"'()[\]{}<>;:!?*|`\p{Cf}]+|[\s"'()[\]{}<>,.;:!?*|`\p{Cf}\p{Pd}\p{Pf}\p{Pi}…]+$/gu;

export function parse(link) {
  const s = String(link ?? '').replace(/^[#?/]+/, '');
  const cut = s.search(/[?&]/);
  let model = cut < 0 ? s : s.slice(0, cut);
  let tail = cut < 0 ? '' : s.slice(cut + 1);
  if (model.includes('=')) {
    tail = tail ? `${model}&${tail}` : model;
    model = '';
  }
  const pairs = tail.split('&').filter(Boolean).map((p) => {
    const i = p.indexOf('=');
    return i < 0 ? [p, null] : [p.slice(0, i), p.slice(i + 1)];
  });
  return {model, pairs};
}

export function format({model, pairs}) {
  const tail = pairs.map(([k, v]) => (v === null ? k : `${k}=${v}`)).join('&');
  return tail ? `${model}?${tail}` : model;
}

// The two halves of "?query#link", of a URL, or of a link alone.
function halves(address) {
  const s = plain(address), hash = s.indexOf('#');
  return hash < 0 ? [s] : [s.slice(hash + 1), s.slice(0, hash)];
}

// One value of a link or an address; undefined if it is absent. The link comes before the query.
export function value(address, key) {
  for (const half of halves(address)) {
    const pair = parse(half).pairs.find(([k]) => k === key);
    if (pair && pair[1] !== null) return pair[1].replace(kGlued, '');
  }
  return undefined;
}

// The first word of a link or an address.
export function first_word(address) {
  return halves(address).map((half) => parse(half).model).find(Boolean)?.toLowerCase() ?? '';
}

// The link with one key set (or, for null, removed).
export function with_key(link, key, to) {
  const {model, pairs} = parse(link);
  const rest = pairs.filter(([k]) => k !== key);
  if (to !== null && to !== undefined) rest.push([key, encodeURIComponent(to).replace(/%2C/g, ',').replace(/%2E/g, '.')]);
  return format({model, pairs: rest});
}

// Writes the engine's link into the address bar: 300 ms after the last change, or every 2 s while playing.
// `quiet` says whether the address has to stay as it is (Session::keeps_address).
export function address_keeper({link, playing, quiet, written}) {
  let timer = 0, due = 0;
  function write() {
    timer = 0;
    if (quiet()) return;
    const now = link();
    if (!now) return;
    const hash = `#${now}`;
    if (hash !== location.hash) {
      try {
        history.replaceState(history.state, '', location.pathname + location.search + hash);
      } catch { /* the browser limits how often, or the document is sandboxed: the next change tries again */ }
    }
    written(hash.length + location.href.length - location.hash.length);
  }
  return {
    touch() {
      const on = playing();
      if (timer && on && due - performance.now() <= 2000) return;
      clearTimeout(timer);
      const wait = on ? 2000 : 300;
      due = performance.now() + wait;
      timer = setTimeout(write, wait);
    },
    now() {
      clearTimeout(timer);
      write();
    },
  };
}
