// What the page claims of a link, and what it does with links that travelled: reproduced, or said what is wrong, with the address
// as it came.

import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {check, drawn, new_page, observe, open, ready, rests, same, sleep, test, until} from './harness.mjs';

const golden = readFileSync(new URL('../golden.txt', import.meta.url), 'utf8').split('\n').find((l) => l.startsWith('ising?'));
const state = (page) => page.evaluate(() => attractor.engine.observe().replay.state);
const ended = (page) => until(page, () => ['reproduced', 'differs'].includes(attractor.engine.observe().replay.state));
const complaints = (page) => page.evaluate(() => attractor.said.filter((n) => n.level !== 'info').map((n) => n.text).join(' | '));

const kTravelled = {
  'escaped': `#${encodeURIComponent(golden)}`,
  'escaped twice': `#${encodeURIComponent(encodeURIComponent(golden))}`,
  '&amp;': `#${golden.replaceAll('&', '&amp;')}`,
  'a tracker in the hash': `#${golden}&fbclid=IwAR0x`,
  'a tracker after ?': `#${golden}?utm_source=telegram`,
  'trackers in the query': `?ysclid=abc&redirect=1&whatever#${golden}`,
  'a full stop': `#${golden}.`,
  'a bracket': `#${golden})`,
  'a zero-width blank': `#${golden}%E2%80%8B`,
  'blanks inside': `#${golden.replace('&discard', '%20&discard')}`,
  'an upper-case hash': `#${golden.replace(/h=\w+/, (h) => `h=${h.slice(2).toUpperCase()}`)}`,
  'a decimal comma': `#${golden.replace('2.27', '2,27')}`,
};

test('links that travelled are reproduced without a word', async (t) => {
  const first = await open(t, kTravelled.escaped);
  const arrived = async (page, name) => {
    await ended(page).catch(async () => check(false, `${name}: ${JSON.stringify(await observe(page))} at ${page.url()}`));
    same(await state(page), 'reproduced', name);
    same((await observe(page)).step, 200, `${name}: step`);
    same(await complaints(page), '', `${name}: notices`);
  };
  await arrived(first, 'escaped');
  const cold = await open(t, kTravelled['trackers in the query']);
  await arrived(cold, 'trackers in the query');
  await first.bringToFront();  // a tab behind another rests
  for (const [name, address] of Object.entries(kTravelled)) {
    if (address.startsWith('?')) continue;
    await first.evaluate(() => { location.hash = '#hopfield?play=0'; });
    await first.waitForFunction(() => attractor.engine.describe().model === 'hopfield', {polling: 50});
    await first.evaluate((a) => { location.hash = a; }, address);
    await first.waitForFunction(() => attractor.engine.describe().model === 'ising', {polling: 50});
    await arrived(first, name);
  }
});

test('a link whose # became %23 finds its way', async (t) => {
  for (const address of [`%23${golden}`, `%2523${encodeURIComponent(golden)}`, `%23${encodeURIComponent(golden)}?utm_source=x`]) {
    const page = await new_page(t);
    await page.goto(t.home + address, {waitUntil: 'domcontentloaded'});
    await page.waitForFunction(() => globalThis.attractor?.engine, {polling: 50, timeout: 30000});
    await ended(page);
    same(await state(page), 'reproduced', address.slice(0, 40));
    page.wrong = page.wrong.filter((w) => !w.includes('404'));
    await page.close();
    t.pages.splice(t.pages.indexOf(page), 1);
  }
  const page = await new_page(t);
  await page.goto(`${t.home}nothing-here`, {waitUntil: 'domcontentloaded'});
  check(await page.evaluate(() => document.body.textContent.includes('Attractor begins here')), 'the page for what is not there');
  page.wrong = page.wrong.filter((w) => !w.includes('404'));
}, {once: true});

test('a wrong link stays in the address until something is changed', async (t) => {
  const cut = `${golden.slice(0, golden.indexOf('&start'))}`;
  for (const link of ['nosuchmodel?x=1', 'ising?L=32&T=cold', cut, 'hopfield?lesson=ising&count=3']) {
    const page = await new_page(t);
    await page.evaluateOnNewDocument(() => {  // it writes its address every two seconds while it plays: here ten times as often
      const real = setTimeout;
      globalThis.setTimeout = (f, ms, ...a) => real(f, ms >= 1000 ? ms / 10 : ms, ...a);
    });
    await page.goto(`${t.home}#${link}`, {waitUntil: 'domcontentloaded'});
    await ready(page);
    await drawn(page, 40);
    same(await page.evaluate(() => location.hash), `#${link}`, 'address');
    check(await complaints(page) !== '', `${link}: nothing was said`);
    await page.evaluate(() => attractor.set('seed', '77'));
    await until(page, () => location.hash.includes('seed=77'));
    await page.close();
    t.pages.splice(t.pages.indexOf(page), 1);
  }
}, {once: true});

test('reproduced is claimed of one step, ends with any change, and comes back', async (t) => {
  const page = await open(t, golden);
  const badge = () => page.evaluate(() => (document.getElementById('replay').hidden ? '' : document.getElementById('replay').textContent));
  await ended(page);
  await until(page, () => document.getElementById('replay').textContent.includes('step 200'));
  await page.evaluate(() => attractor.engine.step(3));
  await until(page, () => document.getElementById('replay').hidden);
  same(await state(page), 'none', 'three steps on');
  await page.evaluate(() => attractor.engine.step(-3));
  await until(page, () => document.getElementById('replay').textContent.includes('step 200'));
  for (const [key, value] of [['spins.5.3', '1'], ['T', '5']]) {
    await page.evaluate((k, v) => attractor.set(k, v), key, value);
    await until(page, () => document.getElementById('replay').hidden);
    same(await badge(), '', key);
  }
});

test('a message sets the experiment and nothing else', async (t) => {
  const page = await open(t, 'ising?L=32&play=0');
  const said = await page.evaluate(() => {
    const out = [];
    for (const key of ['ui.budget', 'ui.visible', 'ui.context', 'ui.lang', 'patterns.add', 'hide', 'h', 'e'])
      out.push([key, attractor.refused(() => attractor.engine.put(key, '1'))]);
    for (const [key, value] of [['T', '1,5'], ['spins.3.2', '−1'], ['seed', '12'], ['speed', '30']]) out.push([`good ${key}`, attractor.refused(() => attractor.engine.put(key, value))]);
    return out;
  });
  for (const [key, words] of said) check(key.startsWith('good') ? words === null : words !== null, `${key}: ${words}`);
}, {once: true});

test('the first language of the list that we speak', async (t) => {
  for (const [list, wanted] of [[['en-US', 'ru'], 'en'], [['ru-RU', 'en'], 'ru'], [['de', 'ru', 'en'], 'ru'], [['be', 'en'], 'ru'], [['de', 'fr'], 'en'], [['de', 'en', 'ru'], 'en']]) {
    const page = await new_page(t);
    await page.evaluateOnNewDocument((l) => Object.defineProperty(navigator, 'languages', {get: () => l}), list);
    await page.goto(`${t.home}#ising?L=16&play=0`, {waitUntil: 'domcontentloaded'});
    await ready(page);
    same(await page.evaluate(() => document.documentElement.lang), wanted, list.join());
    await page.close();
    t.pages.splice(t.pages.indexOf(page), 1);
  }
}, {once: true});

test('a notice that stands there lets the page rest', async (t) => {
  const page = await new_page(t);
  await page.goto(`${t.home}#${golden.replace(/h=\w+/, 'h=00000001')}`, {waitUntil: 'domcontentloaded'});
  await ready(page);
  await ended(page);
  same(await state(page), 'differs', 'replay');
  await rests(page);
  const before = await page.evaluate(() => clears.length);
  await sleep(1500);
  same(await page.evaluate(() => clears.length), before, 'frames drawn in a second and a half of rest');
}, {once: true});

test('what is glued to the keys of the page is no part of them', async (t) => {
  for (const tail of ['play=seen\u201d', 'play=seen).', 'play=seen%20', '\uff06play\uff1dseen']) {
    const page = await open(t, `ising?L=16&${tail}`);
    await until(page, () => attractor.engine.observe().step > 2);
    await page.close();
    t.pages.splice(t.pages.indexOf(page), 1);
  }
  const page = await open(t, 'ising?L=16&play=0&scale=1,5');
  await until(page, () => document.getElementById('canvas').width > 1.4 * document.getElementById('canvas').clientWidth);
}, {once: true});

test('a driver that refuses a shader is told of', async (t) => {
  const page = await new_page(t);
  await page.evaluateOnNewDocument(() => {
    const source = WebGL2RenderingContext.prototype.shaderSource;
    WebGL2RenderingContext.prototype.shaderSource = function(shader, text) {
      return source.call(this, shader, text.includes('u_is_whole') ? `${text}\nthis is no shader` : text);
    };
  });
  await page.goto(`${t.home}#ising?L=32&play=0`, {waitUntil: 'domcontentloaded'});
  await ready(page);
  await until(page, () => attractor.said.some((n) => n.level === 'error' && n.text.includes('graphics driver')));
}, {once: true});

// The same link in the WebAssembly replay under node: the page may take half as long again, and a second.
test('a replay gets the time it needs', async (t) => {
  const program = join(t.site, '..', 'replay.js');
  if (!existsSync(program)) return void (t.note = 'no replay.js: not compared');
  const maker = await open(t, 'ising?L=320&T=2.3&rule=glauber&order=random&seed=3&play=0');
  const link = await maker.evaluate(() => attractor.engine.link().replace('at=0', 'at=1500').replace(/&h=\w+/, ''));
  const at = (steps) => {
    const from = performance.now();
    spawnSync(process.execPath, [program, link.replace('at=1500', `at=${steps}`), '--params'], {encoding: 'utf8'});
    return performance.now() - from;
  };
  const node = at(1500) - at(0);
  const page = await new_page(t);
  await page.evaluateOnNewDocument(() => {
    const look = () => {
      if (globalThis.attractor?.engine?.observe().step === 1500) globalThis.arrived = performance.now();
      else setTimeout(look, 20);
    };
    look();
  });
  await page.goto(`${t.home}#${link}`, {waitUntil: 'domcontentloaded'});
  await page.waitForFunction(() => globalThis.arrived, {polling: 100, timeout: 120000});
  const took = await page.evaluate(() => globalThis.arrived - performance.getEntriesByName('attractor-ready')[0].startTime);
  t.note = `1,500 steps: ${Math.round(took)} ms in the page after its first frame, ${Math.round(node)} ms under node (ratio ${(took / node).toFixed(2)})`;
  check(took <= 1.5 * node + 1000, t.note);
}, {alone: true, once: true});
