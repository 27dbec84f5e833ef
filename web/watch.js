// The first to run and the last to give up: a classic script in the oldest JavaScript, so that it runs where the page's modules
// cannot. It fetches the program, says how far that is, and says the true reason when the page does not come. What it needs to
// say stands here, because strings.js is a module.
(function () {
  'use strict';
  var kLook = 250, kStalled = 6000, kLate = 4500;  // ms: between looks, without a byte, without a sign of the page's modules
  // The smallest module, and one with a SIMD instruction in it.
  var kEmpty = [0, 97, 115, 109, 1, 0, 0, 0];
  var kSimd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  var kWords = {
    wait: ['Loading the page…', 'Загружаем страницу…'],
    program: ['Loading the laboratory: {0} of {1} KB', 'Загружаем лабораторию: {0} из {1} КБ'],
    ending: ['Starting the laboratory…', 'Запускаем лабораторию…'],
    stalled: ['The connection has stopped at {0} of {1} KB. Waiting for it to go on…',
      'Связь прервалась на {0} из {1} КБ. Ждём продолжения…'],
    slow: ['The page’s scripts are still on their way; the connection is slow…', 'Скрипты страницы ещё в пути: связь медленная…'],
    file: ['A browser does not run this page from a file. Open it from a server: in its folder run “python3 -m http.server” and go to http://localhost:8000.',
      'Из файла браузер эту страницу не запускает. Откройте её с сервера: в её папке выполните «python3 -m http.server» и зайдите на http://localhost:8000.'],
    sandbox: ['This frame is sandboxed without “allow-same-origin”, and the server does not let such frames load scripts. Add allow-same-origin to the frame, or the header Access-Control-Allow-Origin to the server.',
      'Этот фрейм — в песочнице без «allow-same-origin», а сервер не отдаёт таким фреймам скрипты. Добавьте фрейму allow-same-origin или серверу — заголовок Access-Control-Allow-Origin.'],
    old: ['This browser is too old for the laboratory: it needs WebAssembly with SIMD (Chrome 91, Firefox 89, Safari 16.4 or later).',
      'Этот браузер слишком стар для лаборатории: нужен WebAssembly с SIMD (Chrome 91, Firefox 89, Safari 16.4 или новее).'],
    missing: ['A part of the page is not on the server: {0}. Tell whoever put the page there.',
      'На сервере нет части страницы: {0}. Сообщите тому, кто её выложил.'],
    failed: ['The page could not be loaded whole. Check the connection and reload.',
      'Страница загрузилась не целиком. Проверьте соединение и обновите её.'],
    broken: ['The page’s script stopped: {0}', 'Скрипт страницы остановился: {0}']
  };
  var root = document.documentElement, script = document.currentScript;
  var version = script ? script.src.replace(/^[^?#]*/, '') : '';
  var lang = /[?#&]lang=ru\b/.test(location.href) ? 1 : /[?#&]lang=en\b/.test(location.href) ? 0 : from_browser();
  var got = 0, total = Number(root.getAttribute('data-bytes')) || 0, last_byte = 0, begun = Date.now(), ended = false, bad = '', shown = '';

  function from_browser() {
    var list = navigator.languages || [navigator.language || ''], i;
    try {
      var kept = localStorage.getItem('attractor.lang');
      if (kept) return kept === 'ru' ? 1 : 0;
    } catch (e) { /* no storage here */ }
    for (i = 0; i < list.length; ++i) if (/^(ru|be|en)\b/.test(list[i])) return /^en/.test(list[i]) ? 0 : 1;
    return 0;
  }
  function words(key, a, b) {
    return kWords[key][lang].replace('{0}', a).replace('{1}', b);
  }
  function show(text, is_bad) {
    var p = document.getElementById('cover-text'), cover = document.getElementById('cover');
    if (!p || shown === text || cover.getAttribute('data-bad') || cover.hidden) return;
    shown = text;
    p.textContent = text;
    if (!is_bad) return;
    cover.setAttribute('data-bad', bad);
    p.setAttribute('role', 'alert');
  }
  function fail(key, a) {
    if (bad || alive()) return;
    bad = key;
    var tell = function () { show(words(key, a), true); };
    if (document.getElementById('cover-text')) tell();
    else document.addEventListener('DOMContentLoaded', tell);
  }
  function alive() { return !!window.attractor; }  // page.js has run to its end
  function kb(bytes) { return Math.round(bytes / 1000); }

  function progress() {
    if (bad) return;
    var now = Date.now();
    if (got < total && got > 0 && now - last_byte > kStalled) show(words('stalled', kb(got), kb(total)));
    else if (total && !ended) show(words('program', kb(Math.min(got, total)), kb(total)));
    else show(words(ended ? 'ending' : 'wait'));
  }

  // ---- what stands in the way ------------------------------------------------------------------------------------------
  // null: nothing that can be known beforehand.
  function why() {
    if (typeof WebAssembly !== 'object') return 'nowasm';
    try {
      new WebAssembly.Module(new Uint8Array(kEmpty));
    } catch (e) {
      return 'csp';
    }
    return WebAssembly.validate(new Uint8Array(kSimd)) ? null : 'old';
  }
  // A module did not come or did not run: which, and why?
  function diagnose() {
    if (location.protocol === 'file:') return fail('file');
    if (!('noModule' in HTMLScriptElement.prototype)) return fail('old');
    var list = document.querySelectorAll('link[rel=modulepreload], script[type=module]'), left = list.length, refused = 0, i;
    function one(url) {
      fetch(url, {cache: 'no-cache', mode: 'cors'}).then(function (r) {
        if (!r.ok) fail('missing', url.replace(/^.*\//, '').replace(/\?.*/, ''));
      }, function () { ++refused; }).then(function () {
        if (--left) return;
        if (refused === list.length && (location.origin === 'null' || self.origin === 'null') && navigator.onLine !== false) fail('sandbox');
        else if (late) fail('failed');
      });
    }
    for (i = 0; i < list.length; ++i) one(list[i].src || list[i].href);
  }
  var late = false;
  window.addEventListener('error', function (e) {
    var t = e.target;
    if (alive()) return;
    if (t && t.tagName === 'SCRIPT' && t.type === 'module') {
      late = true;
      diagnose();
    } else if (t === window && e.message && /\.js(\?|$)/.test(e.filename || '')) {
      fail(/SyntaxError/.test(e.message) ? 'old' : 'broken', e.message);
    }
  }, true);

  // ---- the program, as early as can be ---------------------------------------------------------------------------------
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
  var wasm = null;
  if (typeof fetch === 'function' && location.protocol !== 'file:') {
    wasm = fetch('attractor.wasm' + version).then(function (r) {
      count(r);
      return r;
    });
    wasm.then(null, function () {});
  }
  if (location.protocol === 'file:') fail('file');
  else if (!('noModule' in HTMLScriptElement.prototype) || why() === 'old') fail('old');

  var timer = setInterval(function () {
    var cover = document.getElementById('cover');
    if (bad || !cover) return;
    if (cover.hidden || cover.className === 'going') return clearInterval(timer);
    progress();
    if (!alive() && Date.now() - begun > kLate && !late) {
      late = document.readyState === 'complete';  // all that was asked for has come or failed, and yet nothing runs
      if (late) diagnose();
    }
  }, kLook);
  document.addEventListener('DOMContentLoaded', progress);

  window.attractor_watch = {
    why: why,
    wasm: wasm,
    lang: function (l) {
      lang = l === 'ru' ? 1 : 0;
      progress();
    },
    // For a page that embeds us: bytes so far, and of how many.
    loaded: function () { return {done: got, total: total}; }
  };
})();
