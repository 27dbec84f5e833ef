// The true reason why the page does not come, where its modules cannot run or do not arrive: a classic script in the oldest
// JavaScript, started by watch.js.
(function () {
  'use strict';
  var kLook = 250, kLate = 4500;  // ms: between looks, without a sign of the page's modules
  // The smallest module, and one with a SIMD instruction in it.
  var kEmpty = [0, 97, 115, 109, 1, 0, 0, 0];
  var kSimd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  var kWords = {  // in English; the build adds the other languages
    file: ['A browser does not run this page from a file. Open it from a server: in its folder run “python3 -m http.server” and go to http://localhost:8000.'],
    sandbox: ['This frame is sandboxed without “allow-same-origin”, and the server does not let such frames load scripts. Add allow-same-origin to the frame, or the header Access-Control-Allow-Origin to the server.'],
    old: ['This browser is too old for the laboratory: it needs WebAssembly with SIMD (Chrome 91, Firefox 89, Safari 16.4 or later).'],
    missing: ['A part of the page is not on the server: {0}. Tell whoever put the page there.'],
    failed: ['The page could not be loaded whole. Check the connection and reload.'],
    broken: ['The page’s script stopped: {0}']
  };
  var watch = /** @type {import('./types').Watch} */ (window.attractor_watch), late = false;

  function alive() { return !!window.attractor; }  // page.js has run to its end
  function fail(key, a) {
    if (watch.bad || alive() || watch.policy()) return;
    watch.bad = key;
    var tell = function () { watch.show(watch.say(key, kWords).replace('{0}', a), true); };
    if (document.getElementById('cover-text')) tell();
    else document.addEventListener('DOMContentLoaded', tell);
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
    var all = WebAssembly.validate(new Uint8Array(kSimd)) && window.ResizeObserver && window.IntersectionObserver && ''.replaceAll;
    return all ? null : 'old';
  }
  // The page's modules (they come in one file) did not come or did not run: why?
  function diagnose() {
    if (location.protocol === 'file:') return fail('file');
    if (!('noModule' in HTMLScriptElement.prototype)) return fail('old');
    var refused = false;
    fetch('page.js' + watch.version, {cache: 'no-cache', mode: 'cors'}).then(function (r) {
      if (!r.ok) fail('missing', 'page.js');
    }, function () { refused = true; }).then(function () {
      if (refused && (location.origin === 'null' || self.origin === 'null') && navigator.onLine !== false) fail('sandbox');
      else if (late) fail('failed');
    });
  }
  window.addEventListener('error', function (e) {
    var t = /** @type {HTMLScriptElement | Window} */ (e.target);
    if (alive()) return;
    if (t && 'tagName' in t && t.tagName === 'SCRIPT' && t.type === 'module') {
      late = true;
      diagnose();
    } else if (t === window && e.message && /\.js(\?|$)/.test(e.filename || '')) {
      fail(/SyntaxError/.test(e.message) ? 'old' : 'broken', e.message);
    }
  }, true);

  watch.why = why;
  if (location.protocol === 'file:') fail('file');
  else if (!('noModule' in HTMLScriptElement.prototype) || why() === 'old') fail('old');

  var timer = setInterval(function () {
    if (watch.bad || alive() || late) return clearInterval(timer);
    // All that was asked for has come or failed, and yet nothing runs.
    late = document.readyState === 'complete' && Date.now() - watch.begun > kLate;
    if (late) diagnose();
  }, kLook);
})();
