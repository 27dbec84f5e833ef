// What fingers and mice do to the canvas: painting, the transport, sliders; and how long a frame of work takes.

import {check, observe, open, same, sleep, test, until} from './harness.mjs';

// A place on the canvas in page coordinates, given in CSS pixels of the canvas.
const on_canvas = async (page, x, y) => {
  const r = await page.evaluate(() => {
    const b = document.getElementById('canvas').getBoundingClientRect();
    return [b.left, b.top];
  });
  return [r[0] + x, r[1] + y];
};
// A place within the stage: fractions of its width and height.
const on_stage = async (page, fx, fy) => {
  const [x, y, w, h] = (await observe(page)).stage;
  return on_canvas(page, x + fx * w, y + fy * h);
};
const link = (page) => page.evaluate(() => attractor.engine.link());
const pokes = (l) => (decodeURIComponent(l).match(/spins\.\d+/g) ?? []).length;

test('the mouse paints on the lattice, and what it paints is in the link', async (t) => {
  const page = await open(t, 'ising?L=32&T=1&start=down&order=random&play=0');
  await sleep(300);
  const before = (await observe(page)).hash;
  const [x, y] = await on_stage(page, 0.45, 0.4), [x2] = await on_stage(page, 0.55, 0.4);
  await page.mouse.move(x, y);
  await sleep(100);
  await page.mouse.down();
  for (let i = 1; i <= 8; ++i) {
    await page.mouse.move(x + (x2 - x) * i / 8, y);
    await sleep(40);
  }
  await page.mouse.up();
  await until(page, (h) => attractor.engine.observe().hash !== h, before);
  check(pokes(await link(page)) >= 3, `painted cells in ${await link(page)}`);
  check((await observe(page)).scalars.m > -1, 'spins point up now');
});

test('a finger paints, too', async (t) => {
  const page = await open(t, 'hopfield?count=1&noise=0&side=8&play=0', {width: 390, height: 844, dpr: 2, phone: true});
  await sleep(300);
  const before = await observe(page);
  const [x, y] = await on_stage(page, 0.5, 0.5);
  await page.touchscreen.touchStart(x, y);
  await sleep(60);
  for (let i = 1; i <= 6; ++i) {
    await page.touchscreen.touchMove(x + 12 * i, y);
    await sleep(40);
  }
  await page.touchscreen.touchEnd();
  await until(page, (h) => attractor.engine.observe().hash !== h, before.hash);
  check(pokes(await link(page)) >= 2, `painted cells in ${await link(page)}`);
}, {only: 'chromium'});

test('the transport on the canvas: play, pause, step, back, reset', async (t) => {
  const page = await open(t, 'ising?L=32&T=2.5&play=0');
  await sleep(300);
  // Buttons of 36 px with 4 between, from 20 px; the bar is 52 px high and begins at 12.
  const press = async (i) => {
    const [x, y] = await on_canvas(page, 20 + 40 * i + 18, 38);
    await page.mouse.move(x, y);
    await sleep(80);
    await page.mouse.down();
    await sleep(80);
    await page.mouse.up();
    await sleep(150);
  };
  await press(2);
  same((await observe(page)).step, 1, 'one step');
  await press(2);
  await press(1);
  same((await observe(page)).step, 1, 'two on, one back');
  await press(0);
  await until(page, () => attractor.engine.observe().playing && attractor.engine.observe().step > 5);
  await press(0);
  same((await observe(page)).playing, false, 'paused');
  await press(3);
  same((await observe(page)).step, 0, 'reset');
});

test('a slider moves its parameter, and a click on its value asks for a number', async (t) => {
  const page = await open(t, 'ising?play=0');
  await sleep(300);
  const [, , w] = (await observe(page)).stage;
  check(w > 100, 'there is a stage');
  // The temperature is the first control of the lesson: find its slider by dragging down the controls card.
  const box = await page.evaluate(() => document.getElementById('canvas').getBoundingClientRect().toJSON());
  const value = () => page.evaluate(() => attractor.engine.describe().rows.find((r) => r.key === 'T').value);
  const before = await value();
  for (let y = 180; y < 340 && (await value()) === before; y += 12) {
    await page.mouse.move(box.right - 150, box.top + y);
    await sleep(40);
    await page.mouse.down();
    await sleep(60);
    await page.mouse.move(box.right - 110, box.top + y);
    await sleep(140);
    await page.mouse.up();
    await sleep(60);
  }
  check((await value()) !== before, 'no slider moved the temperature');
  const [, message] = [0, await page.evaluate(() => JSON.stringify(attractor.said.filter((n) => n.level === 'error')))];
  same(message, '[]', 'errors');
});

test('a frame of work at L = 512', async (t) => {
  const page = await open(t, 'ising?L=512&T=2.27&speed=60&play=1');
  await sleep(4000);
  const {frame_ms, step} = await observe(page);
  t.note = `${frame_ms.toFixed(1)} ms of work a frame, wanted 8; ${step} steps in 4 s`;
  check(frame_ms < 24, `a frame takes ${frame_ms} ms`);
});
