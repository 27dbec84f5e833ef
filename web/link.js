// The link in the address bar: model?key=value&...  Values stay as they are written; decoding is the core's business.

const kTracking = /^(utm_\w+|fbclid|gclid|yclid|_ga|ref)$/;
// Keys the page reads itself. `origins` is never shown to the core.
export const kPageKeys = ['ui', 'play', 'theme', 'lang', 'hide', 'lesson', 'scale', 'origins'];

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

// One value of a link, decoded; undefined if it is absent, the text itself if its escapes are broken.
export function value(link, key) {
  const pair = parse(link).pairs.findLast(([k]) => k === key);
  if (!pair || pair[1] === null) return undefined;
  try {
    return decodeURIComponent(pair[1]);
  } catch {
    return pair[1];
  }
}

// The link with one key set (or, for null, removed).
export function with_key(link, key, to) {
  const {model, pairs} = parse(link);
  const rest = pairs.filter(([k]) => k !== key);
  if (to !== null && to !== undefined) rest.push([key, encodeURIComponent(to).replace(/%2C/g, ',').replace(/%2E/g, '.')]);
  return format({model, pairs: rest});
}

// Query and hash of an address as one link; where both speak, the hash wins.
export function join(search, hash) {
  const a = parse(search), b = parse(hash);
  const asked = a.pairs.filter(([k]) => !kTracking.test(k));
  // "?ising&T=2" and "?ising?T=2": a first word without a value is the model.
  if (!b.model && !a.model && asked.length && asked[0][1] === null) a.model = asked.shift()[0];
  const said = new Set(b.pairs.map(([k]) => k));
  return format({model: b.model || a.model, pairs: [...asked.filter(([k]) => !said.has(k)), ...b.pairs]});
}

// What stays of the query once its values have moved into the hash.
export function rest_of_search(search) {
  const kept = parse(search).pairs.filter(([k]) => kTracking.test(k)).map(([k, v]) => (v === null ? k : `${k}=${v}`));
  return kept.length ? `?${kept.join('&')}` : '';
}

// Writes the engine's link into the address bar: 300 ms after the last change, or every 2 s while playing.
// `quiet` says whether the address has to stay as it is (a replay is running, or has just differed).
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
        history.replaceState(history.state, '', location.pathname + rest_of_search(location.search) + hash);
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
