// The page in WebKit, the engine of Safari: opens, steps, shows its text, reproduces a golden link of each model, works in a frame.
// Plain WebDriver calls to Debian's WebKitWebDriver; a screenshot of what failed goes to --out.
//   LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a node tests/page/webkit.mjs --site DIR --out DIR

import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {check, deck_body, same, serve, sleep} from './harness.mjs';

const given = (name, otherwise) => {
  const i = process.argv.indexOf(`--${name}`);
  return i < 0 ? otherwise : process.argv[i + 1];
};
const kDriver = '/usr/bin/WebKitWebDriver', site = given('site'), out = given('out', 'build/page');
if (!site) {
  console.error('usage: webkit.mjs --site DIR [--out DIR]');
  process.exit(2);
}

function browser_of_the_driver() {
  for (const folder of readdirSync('/usr/lib', {withFileTypes: true}).filter((d) => d.isDirectory())) {
    for (const version of ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0']) {
      const path = join('/usr/lib', folder.name, version, 'MiniBrowser');
      if (existsSync(path)) return path;
    }
  }
  throw new Error('MiniBrowser was not found under /usr/lib');
}

// ---- WebDriver -------------------------------------------------------------------------------------------------------
class Driver {
  static async start() {
    const port = 20000 + process.pid % 20000, it = new Driver();
    it.process = spawn(kDriver, [`--port=${port}`, '--host=127.0.0.1'], {stdio: 'ignore', env: {...process.env, LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1'}});  // containers may not nest; the pages are our own
    it.home = `http://127.0.0.1:${port}`;
    const browser = browser_of_the_driver();
    for (let tries = 0; ; ++tries) {
      await sleep(300);
      try {
        const session = await it.call('POST', '/session', {capabilities: {alwaysMatch: {browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': {binary: browser, args: ['--automation']}}}});
        it.path = `/session/${session.sessionId}`;
        it.version = session.capabilities.browserVersion;
        return it;
      } catch (e) {
        if (tries === 20) throw e;
      }
    }
  }
  async call(method, path, body) {
    const answer = await fetch(this.home + path, {method, body: body && JSON.stringify(body), headers: {'Content-Type': 'application/json'}});
    const {value} = await answer.json();
    if (value?.error) throw new Error(`${value.error}: ${String(value.message).slice(0, 300)}`);
    return value;
  }
  go = (url) => this.call('POST', `${this.path}/url`, {url});
  run = (f, ...args) => this.call('POST', `${this.path}/execute/sync`, {script: `return (${f})(...arguments)`, args});
  size = (width, height) => this.call('POST', `${this.path}/window/rect`, {width, height});
  into = (id) => this.call('POST', `${this.path}/frame`, {id});
  async until(f, ...args) {
    for (const end = Date.now() + 30000; Date.now() < end; await sleep(100)) {
      const value = await this.run(f, ...args).catch(() => null);
      if (value) return value;
    }
    throw new Error(`waited in vain for ${String(f).slice(0, 200)}`);
  }
  picture = async () => Buffer.from(await this.call('GET', `${this.path}/screenshot`), 'base64');
  async end() {
    await this.call('DELETE', this.path).catch(() => {});
    this.process.kill();
  }
}

// ---- what is asked of it -----------------------------------------------------------------------------------------------
const ready = (d) => d.until(() => performance.getEntriesByName('attractor-ready').length > 0);
const wrong = (d) => d.run(() => attractor.said.filter((n) => n.level !== 'info').map((n) => n.text).join(' | '));

const kTests = {
  async 'opens and steps'(d, home) {
    await d.go(`${home}#ising?L=32&T=2.5&play=0`);
    await ready(d);
    const before = await d.run(() => attractor.engine.observe().hash);
    await d.run(() => attractor.engine.step(5));
    await d.until(() => attractor.engine.observe().step === 5);
    check(await d.run(() => attractor.engine.observe().hash) !== before, 'five steps left the state as it was');
    await d.run(() => attractor.play(true));
    await d.until(() => attractor.engine.observe().step > 20);
    same(await wrong(d), '', 'notices');
  },
  async 'the text column, in both languages'(d, home) {
    await d.go(`${home}#hopfield?play=0&lang=ru`);
    await ready(d);
    const shown = await d.until(() => {
      const a = document.getElementById('article').getBoundingClientRect(), f = document.querySelector('#article math')?.getBoundingClientRect();
      return document.documentElement.lang === 'ru' && a.width > 200 && f?.width > 20 && [a.width, f.width];  // the page was open: it turns
    });
    check(shown[1] < shown[0], `a formula ${shown[1]} px wide, of ${shown[0]}`);
    await d.run(() => attractor.set_lang('en'));
    await d.until(() => document.documentElement.lang === 'en' && document.querySelector('#article h1, #article h2'));
  },
  async 'reproduces a golden link of each model'(d, home) {
    const golden = readFileSync(new URL('../golden.txt', import.meta.url), 'utf8').split('\n').filter((l) => l && !l.startsWith('#'));
    const models = new Map(golden.map((l) => [l.slice(0, l.indexOf('?')), l]));
    for (const [model, link] of models) {
      await d.go('about:blank');
      await d.go(`${home}#${link}`);
      await ready(d);
      const state = await d.until(() => ['reproduced', 'differs'].includes(attractor.engine.observe().replay.state) && attractor.engine.observe().replay.state);
      same(state, 'reproduced', link);
    }
    return `${models.size} models`;
  },
  async 'works in a frame of another page'(d, home, far, decks) {
    decks.set('/webkit.html', deck_body(`<div id="here" style="width:600px"></div><script type="module">
      import {embed} from '${home}embed.js';
      globalThis.demo = embed('#here', {link: 'ising?L=32&T=2.5', ui: 'min', play: '0'});
      demo.ready.then(async () => { await demo.set('T', '1.5'); await demo.step(3);
        while ((await demo.observe()).step < 3) await new Promise((r) => setTimeout(r, 50));
        globalThis.seen = await demo.observe(); });
    </script>`));
    await d.go(`${far}webkit.html`);
    const seen = await d.until(() => globalThis.seen);
    same(seen.step, 3, 'step');
  },
};

mkdirSync(out, {recursive: true});
const ours = await serve(site), theirs = await serve(site, new Map());
const driver = await Driver.start();
console.log(`\nwebkit ${driver.version}`);
let failed = 0;
for (const [name, run] of Object.entries(kTests)) {
  const begun = Date.now();
  try {
    await driver.size(1366, 800);
    const note = await run(driver, `http://localhost:${ours.port}/`, `http://127.0.0.1:${theirs.port}/`, theirs.pages);
    console.log(`  ok   ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)${note ? `: ${note}` : ''}`);
  } catch (e) {
    ++failed;
    console.log(`  FAIL ${name}\n       ${String(e.stack ?? e).split('\n').slice(0, 4).join('\n       ')}`);
    await driver.picture().then((png) => writeFileSync(join(out, `failed-webkit-${name.replace(/\W+/g, '-')}.png`), png)).catch(() => {});
  }
}
await driver.end();
ours.server.close();
theirs.server.close();
console.log(`${Object.keys(kTests).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
