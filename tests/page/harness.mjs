// A static server, two browsers, and a list of tests: what run.mjs and the test files share.

import {createReadStream, existsSync, mkdirSync, readFileSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {execFile} from 'node:child_process';
import {extname, join, normalize, resolve, sep} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {promisify} from 'node:util';

const kModules = resolve(process.env.ATTRACTOR_NODE_MODULES ?? fileURLToPath(new URL('../../build/deps/node_modules', import.meta.url)));
const require = createRequire(join(kModules, 'any.js'));
export const puppeteer = (await import(pathToFileURL(require.resolve('puppeteer-core')).href)).default;
export const {PNG} = require('pngjs');

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export function check(is_true, words) {
  if (!is_true) throw new Error(words);
}
export function same(got, wanted, words) {
  if (got !== wanted) throw new Error(`${words}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

// ---- server --------------------------------------------------------------------------------------------------------
const kTypes = {'.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm', '.ttf': 'font/ttf', '.bin': 'application/octet-stream', '.png': 'image/png', '.svg': 'image/svg+xml'};

// pages: path -> html, for the decks of the tests. Any origin may import embed.js, as on any public host; unless the hooks say
// otherwise: headers(path) are added (null takes one away), status(path) answers without a file.
export async function serve(site, pages = new Map(), hooks = {}) {
  const root = resolve(site);
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    const head = (type) => Object.fromEntries(Object.entries({'Content-Type': type, 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache',
      ...hooks.headers?.(url.pathname)}).filter(([, v]) => v !== null));
    const status = hooks.status?.(url.pathname);
    if (status) return response.writeHead(status, head('text/plain')).end(String(status));
    if (pages.has(url.pathname)) return response.writeHead(200, head(kTypes['.html'])).end(pages.get(url.pathname));
    let path = normalize(join(root, decodeURIComponent(url.pathname)));
    try {
      if (path !== root && !path.startsWith(root + sep)) throw new Error('outside');
      if (statSync(path).isDirectory()) path = join(path, 'index.html');
      const size = statSync(path).size;
      response.writeHead(200, {...head(kTypes[extname(path)] ?? 'application/octet-stream'), 'Content-Length': size});
      createReadStream(path).pipe(response);
    } catch {
      const page = join(root, '404.html');  // as on the public host
      if (existsSync(page)) response.writeHead(404, head(kTypes['.html'])).end(readFileSync(page));
      else response.writeHead(404, head('text/plain')).end('404');
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {server, pages, port: server.address().port};
}

// ---- browsers ------------------------------------------------------------------------------------------------------
// Both draw in software, with the same driver of Mesa's: Chromium's own one (SwiftShader) takes more than twice the time.
const kDrivers = process.env.DISPLAY ? ['--use-gl=angle', '--use-angle=gl', '--ignore-gpu-blocklist', '--disable-gpu-compositing'] :
    ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
export async function launch(name) {
  if (name === 'chromium') {
    return puppeteer.launch({executablePath: process.env.ATTRACTOR_CHROMIUM || '/usr/bin/chromium', headless: true, protocolTimeout: 120000,
      args: ['--headless=new', '--no-sandbox', ...kDrivers, '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync', '--window-size=1400,1000']});
  }
  return puppeteer.launch({browser: 'firefox', executablePath: process.env.ATTRACTOR_FIREFOX || '/usr/bin/firefox-esr', headless: true, protocolTimeout: 120000,
    args: ['--width=1400', '--height=1000'],
    extraPrefsFirefox: {'webgl.force-enabled': true, 'webgl.disabled': false, 'dom.disable_open_during_load': false, 'browser.shell.checkDefaultBrowser': false,
      'datareporting.policy.dataSubmissionEnabled': false, 'app.update.enabled': false, 'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false, 'intl.accept_languages': 'en-US', 'browser.tabs.remote.autostart': true}});
}

// A page that remembers what went wrong in it. `copied` collects what it writes to the clipboard.
export async function new_page(t, {width = 1366, height = 768, dpr = 1, phone = false} = {}) {
  t.context ??= await t.browser.createBrowserContext();  // nothing remembered from other tests
  const page = await t.context.newPage();
  page.wrong = [];
  page.on('console', (m) => {
    if (m.type() === 'error') page.wrong.push(m.text());
  });
  page.on('pageerror', (e) => page.wrong.push(String(e?.message ?? e)));
  const touch = phone && t.name === 'chromium' ? {isMobile: true, hasTouch: true} : {};
  await page.setViewport({width, height, deviceScaleFactor: dpr, ...touch});
  await page.evaluateOnNewDocument(() => {
    globalThis.copied = [];
    globalThis.clears = [];  // when frames were drawn
    const gl = globalThis.WebGL2RenderingContext?.prototype, clear = gl?.clear;
    if (gl) gl.clear = function(...a) {
      clears.push(performance.now());
      return clear.apply(this, a);
    };
    const fake = {writeText: async (words) => { copied.push(words); }};
    Object.defineProperty(navigator, 'clipboard', {get: () => fake, configurable: true});
  });
  t.pages.push(page);
  return page;
}

export const until = (page, f, ...args) => page.waitForFunction(f, {polling: 50, timeout: 40000}, ...args);
// Until the page has drawn what came to it: with two frames one lies wholly behind. A sleep would be too long or, on a busy
// machine, too short. Many frames are a time in which something might have happened that must not.
export const drawn = (page, frames = 2) => page.evaluate((n) => new Promise((done) => {
  const next = () => (n-- > 0 ? requestAnimationFrame(next) : done());
  next();
}), frames);
// Until nothing has been drawn for a while: the page rests.
export const rests = (page) => until(page, () => clears.length && performance.now() - clears.at(-1) > 600);
export const ready = (page) => page.waitForFunction(() => performance.getEntriesByName('attractor-ready').length > 0, {polling: 50, timeout: 30000});

// Opens a link ("#...", "?...#..." or bare) and waits for the first frame.
export async function open(t, link, how = {}) {
  const page = await new_page(t, how);
  await page.goto(t.home + (/^[#?]/.test(link) || !link ? link : `#${link}`), {waitUntil: 'domcontentloaded', timeout: 30000});
  await ready(page);
  return page;
}

export const observe = (page) => page.evaluate(() => attractor.engine.observe());
export async function step_to(page, step) {
  await page.evaluate((s) => {
    attractor.play(false);
    attractor.engine.seek(s);
  }, step);
  await until(page, (s) => attractor.engine.observe().step === s, step);
}

// A place on the stage of the canvas, in page coordinates: fractions of its width and height.
export async function on_stage(page, fx, fy) {
  return page.evaluate((u, v) => {
    const b = document.getElementById('canvas').getBoundingClientRect(), [x, y, w, h] = attractor.engine.observe().stage;
    return [b.left + x + u * w, b.top + y + v * h];
  }, fx, fy);
}
export const painted = (page) => page.evaluate(() => (decodeURIComponent(attractor.engine.link()).match(/spins\.\d+/g) ?? []).length);

// ---- decks: pages of another origin with frames of ours --------------------------------------------------------------
export const deck_body = (inside) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>deck</title><link rel="icon" href="data:,"><style>body{margin:8px}iframe{border:0}</style>${inside}`;
export async function deck(t, name, html, how) {
  t.decks.set(`/${name}.html`, deck_body(html));
  const page = await new_page(t, how);
  await page.goto(`${t.far}${name}.html`, {waitUntil: 'domcontentloaded'});
  return page;
}
// The frame of the page, once it answers. At times the driver never learns that a frame which went to another process has a
// document (puppeteer 24 waits for 30 seconds and gives up): the page is loaded anew then.
export async function inner(page) {
  for (let tries = 0; tries < 3; ++tries) {
    for (let i = 0; i < 200; ++i) {
      const frame = page.frames().find((f) => f !== page.mainFrame() && /^http/.test(f.url()));
      if (frame && await Promise.race([frame.evaluate(() => true), sleep(8000)]).catch(() => false)) return frame;
      await sleep(50);
      if (frame) break;
    }
    await page.reload({waitUntil: 'domcontentloaded'});
  }
  throw new Error('the frame did not come');
}
export const frame_ready = (frame) => frame.waitForFunction(() => performance.getEntriesByName('attractor-ready').length > 0, {polling: 100, timeout: 60000});

// How many different colours a region shows, and the share of the commonest.
export async function colours(page, clip) {
  const png = PNG.sync.read(Buffer.from(await page.screenshot(clip ? {clip} : {})));
  const count = new Map();
  for (let i = 0; i < png.data.length; i += 4) {
    const c = png.data.readUInt32BE(i) >>> 8;
    count.set(c, (count.get(c) ?? 0) + 1);
  }
  return {colours: count.size, most: Math.max(...count.values()) / (png.width * png.height), png};
}
export async function canvas_is_drawn(page, words) {
  const clip = await page.evaluate(() => {
    const r = document.getElementById('canvas').getBoundingClientRect();
    return {x: r.x, y: r.y, width: r.width, height: r.height};
  });
  const {colours: n, most} = await colours(page, clip);
  check(n > 8 && most < 0.995, `${words}: the canvas is blank (${n} colours, ${(100 * most).toFixed(1)} % are one)`);
}

// The native program's word on a link.
export async function native_hash(replay, link) {
  const r = await promisify(execFile)(replay, [link], {encoding: 'utf8', timeout: 120000}).catch((e) => e);  // 1 where it differs
  const found = /^hash\s+([0-9a-f]{8})/m.exec(r.stdout ?? '');
  if (!found) throw new Error(`${replay} said: ${`${r.stdout}${r.stderr ?? r}`.slice(0, 300)}`);
  return found[1];
}

// ---- tests ---------------------------------------------------------------------------------------------------------
const tests = [];
// only: 'chromium' or 'firefox' for what the other one cannot do (say why beside it).
// once: it asks our own logic, to which no browser answers otherwise; the first of those chosen runs it.
// alone: it measures, so nothing else runs meanwhile.
export function test(name, run, how = {}) {
  tests.push({name, run, ...how});
}

// One test in a browser; what it printed and whether it passed.
async function run_one(x, browser, name, options) {
  const t = {...options, browser, name, pages: []};
  const begun = performance.now();
  let wrong = null;
  try {
    await Promise.race([x.run(t), sleep(x.limit ?? 180000).then(() => { throw new Error('took too long'); })]);
  } catch (e) {
    wrong = e;
  }
  const complaints = t.pages.flatMap((p) => p.wrong);
  if (!wrong && complaints.length) wrong = new Error(`the console says: ${complaints.slice(0, 3).join(' | ').slice(0, 500)}`);
  const ms = String(Math.round(performance.now() - begun)).padStart(6);
  console.log(`${wrong ? 'FAIL' : '  ok'} ${ms} ms  ${name.padEnd(8)}  ${x.name}${t.note ? `  (${t.note})` : ''}`);
  if (wrong) {
    console.log(`       ${String(wrong.stack ?? wrong).split('\n').slice(0, 4).join('\n       ')}`);
    for (let e = wrong.cause; e; e = e.cause) console.log(`       because: ${e.message ?? e}`);
    if (complaints.length) console.log(`       console: ${complaints.slice(0, 3).join(' | ').slice(0, 400)}`);
    const file = join(options.out, `failed-${name}-${x.name.replace(/\W+/g, '-').slice(0, 50)}.png`);
    await t.pages.at(-1)?.screenshot({path: file}).catch(() => {});
  }
  await Promise.race([t.context?.close().catch(() => {}), sleep(10000)]);
  return !wrong;
}

// Two workers with browsers of their own, each beginning with another browser's tests; then those that measure, one at a time.
export async function run_all(options) {
  mkdirSync(options.out, {recursive: true});
  let passed = 0, failed = 0;
  const queue = (name, alone) => tests.filter((x) => (x.only ?? (x.once ? options.browsers[0] : name)) === name &&
      Boolean(x.alone) === alone && (!options.only || x.name.includes(options.only)));
  const work = async (names, queues) => {
    for (const name of names) {
      let browser = null;
      for (let x; (x = queues.get(name).shift());) {
        if (!browser?.connected) {
          browser = await launch(name);
          console.log(`     ${name}: ${await browser.version()}`);
        }
        if (await run_one(x, browser, name, options)) ++passed;
        else ++failed;
      }
      await Promise.race([browser?.close().catch(() => {}), sleep(10000)]);
    }
  };
  const queues = (alone) => new Map(options.browsers.map((name) => [name, queue(name, alone)]));
  const together = queues(false);
  await Promise.all([work(options.browsers, together), work([...options.browsers].reverse(), together)]);
  await work(options.browsers, queues(true));
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed;
}
