// Links: copied here, opened there, proved by the native program; and links that are damaged.

import {existsSync} from 'node:fs';
import {canvas_is_drawn, check, drawn, native_hash, new_page, observe, open, ready, same, step_to, test, until} from './harness.mjs';

const kRuns = {
  'ising': {link: 'ising?L=48&T=2.4&rule=metropolis&seed=7&play=0', acts: [[40, 'T', '1.9'], [90, 'spins.600.4', '1'], [120, 'rule', 'wolff']], at: 160},
  'ising glass': {link: 'ising?L=24&model=gauss&T=1.1&seed=5&play=0', acts: [[30, 'T', '0.6']], at: 80},
  'hopfield': {link: 'hopfield?set=letters&noise=0.3&seed=11&play=0', acts: [[3, 'spins.40.1', '-1']], at: 24},
  'hopfield at once': {link: 'hopfield?set=random&count=20&side=12&order=synchronous&noise=0.4&seed=3&play=0', acts: [], at: 9},
  'handwriting, grey': {link: 'modern?set=mnist&count=40&side=28&beta=0.1&seed=3&play=0', acts: [[2, 'spins.300.2', '-1']], at: 5},
  'a net trained beforehand': {link: 'rbm?data=mnist&examples=1000&hidden=256&trained=1&batch=20&rate=0.01&play=0', acts: [[3, 'canvas.400.1', '1']], at: 12},
  'learning from handwriting': {link: 'prototypes?data=mnist&examples=3000&memories=16&n=20&theta=0.6&seed=2&play=0', acts: [[20, 'rate', '0.1']], at: 50},
};

async function replayed(page, wanted) {
  await until(page, () => ['reproduced', 'differs'].includes(attractor.engine.observe().replay.state));
  same((await observe(page)).replay.state, wanted, 'replay');
}

for (const [name, {link, acts, at}] of Object.entries(kRuns)) {
  test(`a link reproduces: ${name}`, async (t) => {
    const page = await open(t, link);
    await until(page, () => !attractor.engine.observe().waiting);  // data may have to come first
    for (const [step, key, value] of acts) {
      await step_to(page, step);
      await page.evaluate((k, v) => attractor.set(k, v), key, value);
    }
    await step_to(page, at);
    const {hash} = await observe(page);
    await page.click('#share-button');
    await until(page, () => copied.length > 0);
    const url = (await page.evaluate(() => copied))[0];
    await until(page, () => document.querySelector('.toast')?.textContent.includes('copied'));
    check(url.startsWith(t.home) && url.includes(`h=${hash}`) && url.includes(`at=${at}`), `copied ${url}`);
    const text = url.slice(url.indexOf('#'));

    const again = await open(t, text);
    await replayed(again, 'reproduced');
    same((await observe(again)).hash, hash, 'hash after the replay');
    await until(again, () => document.getElementById('replay').dataset.state === 'reproduced');

    if (existsSync(t.replay)) same(await native_hash(t.replay, text.slice(1)), hash, 'hash of the native program');
    else t.note = 'no native program: not compared';

    // The other browser's links, or a word for it.
    const key = `link ${name}`;
    if (t.shared[key] && t.shared[key].browser !== t.name) {
      same(hash, t.shared[key].hash, `the same run in ${t.shared[key].browser}`);
      const theirs = await open(t, t.shared[key].text);
      await replayed(theirs, 'reproduced');
      same((await observe(theirs)).hash, t.shared[key].hash, `a link from ${t.shared[key].browser}`);
    }
    t.shared[key] = {browser: t.name, hash, text};
  });
}

test('a shared address goes by a page of the lesson, which messengers can show, to the experiment', async (t) => {
  const page = await open(t, 'hopfield?set=letters&noise=0.3&seed=11&play=0');
  await step_to(page, 5);
  await page.click('#share-button');
  await until(page, () => copied.length > 0);
  const url = (await page.evaluate(() => copied))[0];
  check(/\/hopfield\.en\.html#hopfield\?/.test(url), `copied ${url}`);
  const shown = await (await fetch(url)).text();
  check(/og:title" content="[^"]+"/.test(shown) && /og:description" content="[^"]+"/.test(shown), shown.slice(0, 300));
  const again = await new_page(t);
  await again.goto(url, {waitUntil: 'domcontentloaded'});
  await ready(again);
  await replayed(again, 'reproduced');
  same(await again.evaluate(() => location.pathname), new URL(t.home).pathname, 'where it led');
  await again.goto(`${t.home}ising.ru.html`, {waitUntil: 'domcontentloaded'});
  await until(again, () => globalThis.attractor?.engine?.describe().lesson === 'ising' && document.documentElement.lang === 'ru');
}, {once: true});

test('a run that diverges stops, says what and where, and offers the link to it', async (t) => {
  const page = await open(t, 'rbm?data=glyphs&real=1&rate=10&hidden=32&batch=10&seed=1&play=1&speed=60');
  const told = (p) => until(p, () => attractor.said.some((n) => n.level === 'error' && n.text.includes('no longer a finite number at step')));
  await told(page);
  const {step, playing} = await observe(page);
  check(step > 0 && !playing, `it rests at step ${step}`);
  const at = await page.evaluate(() => {  // the button in the notice, at the bottom of the canvas
    const c = document.getElementById('canvas').getBoundingClientRect();
    return {x: c.x + (c.width - Math.min(c.width - 24, 560)) / 2 + 50, y: c.bottom - 46};
  });
  await page.mouse.move(at.x, at.y);
  await drawn(page, 4);
  await page.mouse.click(at.x, at.y, {delay: 60});
  await until(page, () => copied.length > 0);
  const url = (await page.evaluate(() => copied))[0];
  check(url.includes(`at=${step}`), `copied ${url}`);
  const again = await open(t, url.slice(url.indexOf('#')));
  await replayed(again, 'reproduced');
  await told(again);
  same((await observe(again)).step, step, 'where it stops again');
}, {once: true});

test('data that cannot be had are told, and the page goes on', async (t) => {
  const page = await open(t, 'modern?set=letters&count=4&play=0');
  await page.evaluate(() => {
    const real = globalThis.fetch;
    globalThis.fetch = (url, how) => (String(url).includes('mnist') ? Promise.reject(new TypeError('cut')) : real(url, how));
  });
  const {hash} = await observe(page);
  await page.evaluate(() => attractor.set('set', 'mnist'));
  await until(page, () => document.querySelector('#fetching:not([hidden]) button')?.offsetParent);
  same((await observe(page)).waiting, 1, 'files waited for while it is offered to try again');
  await page.evaluate(() => document.querySelectorAll('#fetching button')[1].click());
  await until(page, () => attractor.said.some((n) => n.level === 'error' && n.text.includes('mnist-train-00')));
  const after = await observe(page);
  same(after.waiting, 0, 'files waited for');
  same(after.hash, hash, 'the state');
  await page.evaluate(() => {
    globalThis.fetch = () => Promise.resolve(new Response(new Uint8Array([1, 2, 3])));
    attractor.set('set', 'mnist');
  });
  await until(page, () => attractor.said.some((n) => n.level === 'error' && n.text.includes('damaged')));
  same((await observe(page)).hash, hash, 'the state after damaged data');
}, {once: true});

test('the offer to fetch data again goes with its lesson', async (t) => {
  const page = await open(t, 'modern?set=letters&count=4&play=0');
  await page.evaluate(() => {
    globalThis.fetch = () => Promise.reject(new TypeError('cut'));
    attractor.set('set', 'mnist');
  });
  await until(page, () => document.querySelector('#fetching:not([hidden]) button')?.offsetParent);
  await page.evaluate(() => { location.hash = '#dense?play=0'; });
  await until(page, () => attractor.engine.describe().lesson === 'dense' && document.getElementById('fetching').hidden);
}, {once: true});

test('a part of the program that does not come is told of, and comes by itself; what rests of it comes before the network goes', async (t) => {
  const page = await open(t, 'ising?L=32&play=0');
  const part = (name) => page.evaluate((n) => performance.getEntriesByType('resource').some((e) => e.name.includes(`attractor-${n}.wasm`)), name);
  check(await part('magnets') && !await part('boltzmann'), 'one part is fetched with the first lesson');
  const real = await page.evaluateHandle(() => {
    const f = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new TypeError('cut'));
    attractor.open('hopfield?play=0&seed=3');
    return f;
  });
  await until(page, () => document.querySelector('#fetching:not([hidden]) button')?.offsetParent);
  check(await page.evaluate(() => attractor.engine.observe().waiting === 1 && attractor.link().includes('hopfield')), 'it waits, and its link is kept');
  await page.evaluate((f) => {
    globalThis.fetch = f;
    dispatchEvent(new Event('online'));
  }, real);
  await until(page, () => attractor.engine.observe().waiting === 0 && attractor.engine.observe().seed === 3);
  await page.evaluate(() => attractor.engine.seek(5));
  await until(page, () => attractor.engine.observe().step === 5);
  for (const name of ['attention', 'boltzmann', 'networks']) await until(page, (n) => performance.getEntriesByType('resource').some((e) => e.name.includes(`attractor-${n}.wasm`)), name);
  await drawn(page, 10);
  await page.setOfflineMode(true);
  for (const lesson of ['lineage', 'krotov', 'deeplinear', 'ising']) {
    await page.evaluate((l) => attractor.open(`${l}?play=0`), lesson);
    await until(page, (l) => attractor.engine.describe().lesson === l && attractor.engine.observe().waiting === 0, lesson);
    await page.evaluate(() => attractor.engine.seek(7));
    await until(page, () => attractor.engine.observe().step === 7);
  }
  page.wrong = page.wrong.filter((w) => !/net::|Failed to load|NetworkError/.test(w));
}, {only: 'chromium'});  // Firefox has no switch for the network here

test('a wrong fingerprint is told', async (t) => {
  const page = await open(t, 'ising?L=32&T=2.4&seed=7&at=60&h=00000001&play=0');
  await replayed(page, 'differs');
  await until(page, () => document.getElementById('replay').dataset.state === 'differs' && !document.getElementById('replay').hidden);
  await drawn(page, 40);  // longer than it waits before it writes its address
  check(await page.evaluate(() => location.hash.includes('h=00000001')), 'the evidence stays in the address');
}, {once: true});

test('a long link is told', async (t) => {
  const pokes = Array.from({length: 220}, (_, i) => `${i + 1}:spins.${i}=-1`).join(';');
  const page = await open(t, `ising?L=32&seed=1&at=230&e=${pokes}&play=0`);
  await until(page, () => attractor.engine.observe().step === 230);
  await page.evaluate(() => attractor.engine.step(1));
  await until(page, () => [...document.querySelectorAll('.toast')].some((x) => x.textContent.includes('2,000')));
}, {once: true});

// [link, whether a notice is due]
const kDamaged = [
  ['ising?T=%', true], ['ising?T=%ZZ', true], ['ising?T=%C3%28', true], ['ising?T=NaN', true], ['ising?T=Infinity', true],
  ['ising?T=1e999', true], ['ising?T=-5', true], ['ising?L=99999999999999999999', true], ['ising?L=1025', true], ['ising?L=2.5', true],
  ['ising?seed=abc', true], ['ising?seed=-1', true], ['ising?at=1e30', true], ['ising?at=-3', true], ['ising?e=;;;:::===', true],
  ['ising?e=5:T=cold;7:nothing=1', true], ['ising?e=1:spins.99999999=1', true], ['ising?rule=magic', true], ['ising?model=sk&L=1024', true],
  ['nosuchmodel?x=1', true], ['ising?unknown=1&another=2', true], ['ising?laws=9999', true], ['ising?laws=-1', true], ['ising?h=xyz&T=%00', true],
  ['=&=&=', true], ['&&&&', false], ['?????', false], ['%', true], ['<script>alert(1)</script>', true], ['__proto__?constructor=1', true],
  ['hopfield?patterns=!!!!', true], ['hopfield?side=16&patterns=rAAAA', true], ['hopfield?side=16&patterns=dAAAAAAAAAAAAAA', true],
  ['hopfield?cue=999&count=5', true], ['hopfield?count=0&patterns=', true], ['hopfield?set=letters&count=200', true],
  ['ising?ui=huge&lang=xx&theme=pink&play=maybe', true], [`ising?T=${'9'.repeat(5000)}`, true],
  [`ising?x=${'garbage%20'.repeat(10000)}`, true], [`${'a'.repeat(100000)}`, true], [`ising?e=${'1:T=2;'.repeat(20000)}`, true],
];

test('damaged links open something, say what was wrong, and break nothing', async (t) => {
  const page = await open(t, 'ising?play=0&L=32');
  const silent = [];
  for (const [link, notice] of kDamaged) {
    const r = await page.evaluate(async (l) => {
      attractor.said.length = 0;
      try {
        history.replaceState(null, '', `#${l}`);
      } catch { /* longer than this browser lets an address be */ }
      attractor.open(l);
      while (attractor.engine.observe().waiting) await new Promise((done) => setTimeout(done, 10));
      attractor.refused(() => {});
      attractor.play(false);
      const d = attractor.engine.describe(), o = attractor.engine.observe();
      return {said: attractor.said.filter((n) => n.level !== 'info').length, lesson: d.lesson, rows: d.rows.length, finite: Number.isFinite(o.step),
        bad: Object.values(o.scalars).flat().some((v) => v !== null && !Number.isFinite(v)), stopped: attractor.engine.stopped};
    }, link);
    const name = link.slice(0, 60);
    check(!r.stopped && r.lesson && r.rows > 3 && r.finite && !r.bad, `${name}: ${JSON.stringify(r)}`);
    if (notice && !r.said) silent.push(name);
  }
  await drawn(page, 4);
  await canvas_is_drawn(page, 'after all damaged links');
  same(silent.join('\n'), '', 'links without a notice');
}, {once: true});

test('damaged links from a cold start', async (t) => {
  for (const link of ['#ising?T=%ZZ&L=1e99&at=1e99&e=%%%&h=zz', '#nosuchmodel', `#${'x%'.repeat(50000)}`, '?%=%&T=%#%', '#hopfield?patterns=dAAAA&side=16']) {
    const page = await open(t, link);
    await until(page, () => attractor.said.length > 0);
    await drawn(page, 4);
    await canvas_is_drawn(page, link.slice(0, 40));
    await page.close();
    t.pages.splice(t.pages.indexOf(page), 1);
    same(page.wrong.join(), '', `${link.slice(0, 40)}: console`);
  }
}, {once: true});
