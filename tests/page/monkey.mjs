// A monkey at the page: keys, presses, drags, wheel, fingers, sizes, lessons, languages, all at random from a seed. Afterwards the
// console is silent, and the link of what is on the screen is reproduced by the native program.
//   run.mjs ... --files monkey [--seconds 60] [--seed 1]

import {existsSync} from 'node:fs';
import {check, drawn, native_hash, observe, open, same, sleep, test, until} from './harness.mjs';

const given = (name, otherwise) => {
  const i = process.argv.indexOf(`--${name}`);
  return i < 0 ? otherwise : Number(process.argv[i + 1]);
};
const kSeconds = given('seconds', 20), kSeed = given('seed', 1);

// mulberry32
function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6D2B79F5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test(`a monkey for ${kSeconds} seconds`, async (t) => {
  const draw = random(kSeed), below = (n) => Math.floor(draw() * n), one_of = (list) => list[below(list.length)];
  const page = await open(t, 'ising?L=48');
  const lessons = await page.evaluate(() => attractor.engine.describe().lessons.map((l) => l.id));
  const place = async () => {
    const {width, height} = page.viewport();
    return [below(width), below(height)];
  };
  let held = false;  // a drag may forget to let go
  const let_go = async () => {
    if (held) await page.mouse.up();
    held = false;
  };
  const acts = {
    key: () => page.keyboard.press(one_of([' ', 'ArrowRight', 'ArrowLeft', 'r', 'Escape', 'Tab', 'Enter', '5', 'PageDown', 'Home'])),
    async press() {
      await let_go();
      await page.mouse.click(...await place(), {button: draw() < 0.9 ? 'left' : 'right'});
    },
    async drag() {
      await let_go();
      await page.mouse.move(...await place());
      held = true;
      await page.mouse.down();
      for (let i = below(6) + 1; i > 0; --i) await page.mouse.move(...await place(), {steps: 3});
      if (draw() < 0.9) await let_go();
    },
    async wheel() {
      await page.mouse.move(...await place());
      await page.mouse.wheel({deltaY: Math.round(400 * (draw() - 0.5))});
    },
    async finger() {
      if (t.name !== 'chromium') return;
      const [x, y] = await place();
      await page.touchscreen.touchStart(x, y);
      if (draw() < 0.6) await page.touchscreen.touchMove(...await place());
      await page.touchscreen.touchEnd();
    },
    size: () => page.setViewport({width: 320 + below(1300), height: 320 + below(700)}),
    lesson: () => page.evaluate((l) => { location.hash = l; }, one_of(lessons)),
    language: () => page.evaluate((l) => attractor.set_lang(l), one_of(['en', 'ru'])),
    theme: () => page.evaluate((l) => attractor.set_theme(l), one_of(['light', 'dark', 'projector'])),
    back: () => page.evaluate(() => history.back()),
    row: () => page.evaluate((u, v) => {
      const rows = attractor.engine.describe().rows.filter((r) => r.kind !== 'text'), row = rows[Math.floor(u * rows.length)];
      const value = row.kind === 'choice' ? row.choices[Math.floor(v * row.choices.length)] : row.kind === 'toggle' ? Math.round(v)
        : row.kind === 'integer' ? Math.min(row.hi, row.lo + Math.floor(v * 20)) : row.lo + v * (row.hi - row.lo);
      attractor.set(row.key, String(value));
    }, draw(), draw()),
    rest: () => sleep(below(200)),
  };
  const weights = {key: 5, press: 8, drag: 6, wheel: 3, finger: 3, size: 1, lesson: 2, language: 1, theme: 1, back: 1, row: 3, rest: 3};
  const bag = Object.entries(weights).flatMap(([name, n]) => Array(n).fill(name));
  const end = Date.now() + 1000 * kSeconds, done = [];
  while (Date.now() < end) {
    const name = one_of(bag);
    done.push(name);
    try {
      await acts[name]();
    } catch (e) {
      if (/Execution context|detached|navigat/i.test(String(e))) {  // it followed a link out of the page
        await sleep(300);
        continue;
      }
      throw e;
    }
    if (!page.url().startsWith(t.home)) await page.goto(t.home);
  }
  await let_go();
  await page.setViewport({width: 1366, height: 768});
  await until(page, () => globalThis.attractor?.engine && !attractor.engine.observe().waiting);
  await page.evaluate(() => attractor.play(false));
  await until(page, () => attractor.engine.observe().replay.state !== 'running');
  await drawn(page, 4);
  same(await page.evaluate(() => attractor.engine.stopped), false, 'the program stopped');
  const {hash, step} = await observe(page), link = await page.evaluate(() => attractor.engine.link());
  t.note = `${done.length} acts, seed ${kSeed}; step ${step} of ${link.slice(0, link.indexOf('?'))}, link of ${link.length} characters`;
  check(link.includes(`h=${hash}`), 'the link is of what is on the screen');
  if (existsSync(t.replay)) same(await native_hash(t.replay, link), hash, `native replay of ${link.slice(0, 300)}`);
}, {limit: (kSeconds + 120) * 1000});
