// The first to run, small and in the oldest JavaScript: says what is loading and how far it is, and starts everything else in an
// order in which that is on the screen first. What it says stands here, because words that are fetched come too late:
// in English, and the build adds the other languages that there are (web/build/words.mjs).
(function () {
  'use strict';
  var kLook = 250, kStalled = 6000, kStyle = 4000;  // ms: between looks, without a byte, that the page waits for its style
  /** @type {import('./types').Watch['languages']} */
  var kLanguages = [{id: 'en', name: 'English', also_for: []}];
  var kWords = {
    wait: ['Loading the page…'],
    program: ['Loading the laboratory: {0} of {1} KB'],
    ending: ['Starting the laboratory…'],
    policy: ['The site’s security policy forbids what the page needs: {0}. Whoever runs the server has to allow it in the Content-Security-Policy.'],
    stalled: ['The connection has stopped at {0} of {1} KB. Waiting for it to go on…'],
    english: ['The words of this language did not come: English until there is a connection.']
  };
  var root = document.documentElement, script = /** @type {HTMLScriptElement} */ (document.currentScript), version = script.src.replace(/^[^?#]*/, '');
  var lang = first_language();
  var got = 0, total = Number(root.getAttribute('data-bytes')) || 0, last_byte = 0, ended = false, shown = '';
  /** @type {import('./types').Watch} */
  var watch = window.attractor_watch = {
    bad: '',      // the key of the reason why there is no page (why.js)
    wasm: null,   // the program's response: engine.js takes it
    refused: '',  // what a Content-Security-Policy forbade, if that can have stopped us
    begun: Date.now(),
    version: version,
    languages: kLanguages,
    from_browser: from_browser,
    lang: function (id) {
      lang = Math.max(0, place_of(id));
      progress();
    },
    say: function (key, words) { return (words || kWords)[key][lang]; },
    show: show,
    // Says so if that is why something failed.
    policy: function () {
      if (watch.refused && !watch.bad) {
        watch.bad = 'policy';
        show(watch.say('policy').replace('{0}', watch.refused), true);
      }
      return !!watch.refused;
    },
    // For a page that embeds us: bytes so far, and of how many.
    loaded: function () { return {done: got, total: total}; }
  };

  document.addEventListener('securitypolicyviolation', function (e) {
    if (/^(connect|script|require-trusted|trusted)/.test(e.effectiveDirective)) watch.refused = watch.refused || e.effectiveDirective + ' ' + e.blockedURI;
  });
  // Where scripts and texts have to be vouched for: all of ours come from this site.
  function vouch(types) {
    var ours = function (s) { return s; };
    try {
      types.createPolicy('default', {createHTML: ours, createScriptURL: function (s) {
        return new URL(s, location.href).origin === new URL(script.src).origin ? s : null;
      }});
    } catch (e) { /* not allowed either: the first script says so */ }
  }
  if (window.trustedTypes) vouch(window.trustedTypes);

  // A language's place in the list, which its words have, too; -1: there is none such.
  function place_of(id) {
    for (var i = 0; i < kLanguages.length; ++i) if (kLanguages[i].id === id) return i;
    return -1;
  }
  // Of the languages that the browser's user reads the first that is here, or that is for them.
  function from_browser() {
    var list = navigator.languages || [navigator.language || ''], i, k, reads;
    for (i = 0; i < list.length; ++i) {
      reads = list[i].toLowerCase().split(/[-_]/)[0];
      for (k = 0; k < kLanguages.length; ++k) if (kLanguages[k].id === reads || kLanguages[k].also_for.indexOf(reads) >= 0) return kLanguages[k].id;
    }
    return kLanguages[0].id;
  }
  function first_language() {
    var asked = /[?#&]lang=([a-z]+)/.exec(location.href), kept = null;
    try {
      kept = localStorage.getItem('attractor.lang');
    } catch (e) { /* no storage here */ }
    var place = asked ? place_of(asked[1]) : -1;
    if (place < 0 && kept) place = Math.max(0, place_of(kept));
    return place < 0 ? place_of(from_browser()) : place;
  }
  function show(text, is_bad) {
    var p = document.getElementById('cover-text'), cover = document.getElementById('cover');
    if (!p || !cover || shown === text || cover.getAttribute('data-bad') || cover.hidden) return;
    shown = text;
    p.textContent = text;
    if (!is_bad) return;
    cover.setAttribute('data-bad', watch.bad);
    p.setAttribute('role', 'alert');
  }
  function kb(bytes) { return Math.round(Math.min(bytes, total) / 1000); }
  function progress() {
    if (watch.bad) return;
    var key = got && got < total && Date.now() - last_byte > kStalled ? 'stalled' : ended ? 'ending' : total ? 'program' : 'wait';
    show(watch.say(key).replace('{0}', String(kb(got))).replace('{1}', String(kb(total))));
  }
  var timer = setInterval(function () {
    var cover = document.getElementById('cover');
    if (watch.bad || (cover && (cover.hidden || cover.className === 'going'))) return clearInterval(timer);
    progress();
  }, kLook);

  function count(response) {
    if (!response.ok || !response.body || !response.body.getReader) return;
    var length = Number(response.headers.get('content-length'));
    if (!total && length && !response.headers.get('content-encoding')) total = length;
    var reader = response.clone().body.getReader();
    (function more() {
      reader.read().then(function (r) {
        if (r.done) return void (ended = true);
        got += r.value.length;
        last_byte = Date.now();
        more();
      }, function () {});
    })();
  }
  function fetch_program() {
    if (typeof fetch !== 'function' || location.protocol === 'file:') return;
    watch.wasm = fetch('attractor.wasm' + version).then(function (r) {
      count(r);
      return r;
    });
    watch.wasm.then(null, function () {});
  }

  // The page's script comes last: it finds its elements, its style, and why.js on the watch.
  function add(tag, attributes, then) {
    var e = document.createElement(tag), key;
    for (key in attributes) e[key] = attributes[key];
    if (then) e.onload = e.onerror = then;
    document.head.appendChild(e);
  }
  var left = 2;
  function one_less() {
    if (--left === 0) add('script', {type: 'module', src: 'page.js' + version});
  }
  function once(f) {
    var done = false;
    return function () {
      if (!done) f();
      done = true;
    };
  }
  // Once the words stand on the screen: until then nothing else takes of a thin line.
  function start() {
    var late = document.getElementById('late');
    if (late && late.parentNode) late.parentNode.removeChild(late);
    progress();
    fetch_program();
    add('script', {src: 'why.js' + version}, one_less);
    var styled = once(one_less);
    add('link', {rel: 'stylesheet', href: 'style.css' + version}, styled);
    setTimeout(styled, kStyle);
    add('link', {rel: 'modulepreload', href: 'page.js' + version});
    add('link', {rel: 'preload', as: 'script', href: 'attractor.js' + version});
  }
  function first() {
    try {
      start();
    } catch (e) {
      setTimeout(function () {  // the browser's own word on a policy comes a little later
        watch.refused = watch.refused || String(e && /** @type {Error} */ (e).message);
        watch.policy();
      }, 50);
    }
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', first);
  else first();
})();
