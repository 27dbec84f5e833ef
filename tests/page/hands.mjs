// What fingers and mice do to the canvas: painting, the transport, sliders; and how long a frame of work takes.

import {check, drawn, observe, on_stage, open, same, step_to, test, until} from './harness.mjs';

// A place on the canvas in page coordinates, given in CSS pixels of the canvas.
const on_canvas = async (page, x, y) => {
  const r = await page.evaluate(() => {
    const b = document.getElementById('canvas').getBoundingClientRect();
    return [b.left, b.top];
  });
  return [r[0] + x, r[1] + y];
};
const link = (page) => page.evaluate(() => attractor.engine.link());
const pokes = (l) => (decodeURIComponent(l).match(/spins\.\d+/g) ?? []).length;

test('the mouse paints on the lattice, and what it paints is in the link', async (t) => {
  const page = await open(t, 'ising?L=32&T=1&start=down&order=random&play=0');
  await drawn(page, 4);
  const before = (await observe(page)).hash;
  const [x, y] = await on_stage(page, 0.45, 0.4), [x2] = await on_stage(page, 0.55, 0.4);
  await page.mouse.move(x, y);
  await drawn(page);
  await page.mouse.down();
  for (let i = 1; i <= 8; ++i) {
    await page.mouse.move(x + (x2 - x) * i / 8, y);
    await drawn(page);
  }
  await page.mouse.up();
  await until(page, (h) => attractor.engine.observe().hash !== h, before);
  check(pokes(await link(page)) >= 3, `painted cells in ${await link(page)}`);
  check((await observe(page)).scalars.m > -1, 'spins point up now');
});

test('a finger paints, too', async (t) => {
  const page = await open(t, 'hopfield?count=1&noise=0&side=8&play=0', {width: 390, height: 844, dpr: 2, phone: true});
  await drawn(page, 4);
  const before = await observe(page);
  const [x, y] = await on_stage(page, 0.5, 0.5);
  await page.touchscreen.touchStart(x, y);
  await drawn(page);
  for (let i = 1; i <= 6; ++i) {
    await page.touchscreen.touchMove(x + 12 * i, y);
    await drawn(page);
  }
  await page.touchscreen.touchEnd();
  await until(page, (h) => attractor.engine.observe().hash !== h, before.hash);
  check(pokes(await link(page)) >= 2, `painted cells in ${await link(page)}`);
}, {only: 'chromium'});

test('the transport on the canvas: play, pause, step, back, reset', async (t) => {
  const page = await open(t, 'ising?L=32&T=2.5&play=0');
  await drawn(page, 4);
  // Buttons of 36 px with 4 between, from 20 px; the bar is 52 px high and begins at 12.
  const press = async (i) => {
    const [x, y] = await on_canvas(page, 20 + 40 * i + 18, 38);
    await page.mouse.move(x, y);
    await drawn(page);
    await page.mouse.down();
    await drawn(page);
    await page.mouse.up();
    await drawn(page);
  };
  await press(2);
  const reached = (step) => until(page, (s) => attractor.engine.observe().step === s, step);  // a busy machine draws late
  await reached(1);
  await press(2);
  await reached(2);
  await press(1);
  await reached(1);
  await press(0);
  await until(page, () => attractor.engine.observe().playing && attractor.engine.observe().step > 5);
  await press(0);
  await until(page, () => !attractor.engine.observe().playing);
  await press(3);
  await reached(0);
});

test('a slider moves its parameter, and a click on its value asks for a number', async (t) => {
  const page = await open(t, 'ising?play=0');
  await drawn(page, 4);
  const [, , w] = (await observe(page)).stage;
  check(w > 100, 'there is a stage');
  // The temperature is the first control of the lesson: find its slider by dragging down the controls card.
  const box = await page.evaluate(() => document.getElementById('canvas').getBoundingClientRect().toJSON());
  const value = () => page.evaluate(() => attractor.engine.describe().rows.find((r) => r.key === 'T').value);
  const before = await value();
  for (let y = 180; y < 340 && (await value()) === before; y += 12) {
    await page.mouse.move(box.right - 150, box.top + y);
    await drawn(page);
    await page.mouse.down();
    await drawn(page);
    await page.mouse.move(box.right - 110, box.top + y);
    await drawn(page);
    await page.mouse.up();
    await drawn(page);
  }
  check((await value()) !== before, 'no slider moved the temperature');
  const [, message] = [0, await page.evaluate(() => JSON.stringify(attractor.said.filter((n) => n.level === 'error')))];
  same(message, '[]', 'errors');
});

test('a frame of work at L = 512, and at L = 4096', async (t) => {
  const told = [];
  for (const L of [512, 4096]) {
    const page = await open(t, `ising?L=${L}&T=2.27&speed=60&play=1`);
    await drawn(page, 60);
    const {frame_ms, step} = await observe(page);
    told.push(`L = ${L}: ${frame_ms.toFixed(1)} ms, ${step} steps in 60 frames`);
    check(frame_ms < (L === 512 ? 24 : 60), `a frame takes ${frame_ms} ms at L = ${L}`);
    await page.close();
  }
  t.note = told.join('; ');
}, {alone: true});

test('a landscape turns under the mouse; a press on the map moves the state', async (t) => {
  const page = await open(t, 'continuous?play=0');
  await drawn(page, 4);
  const shot = async () => (await page.screenshot({clip: await clip()})).toString('base64');
  const clip = async () => {
    const [x, y, w, h] = (await observe(page)).stage, [left, top] = await on_canvas(page, x, y);
    return {x: left + w / 2, y: top, width: w / 2, height: h};
  };
  const before = await shot(), {hash} = await observe(page);
  const [x, y] = await on_stage(page, 0.75, 0.5);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 6; ++i) {
    await page.mouse.move(x + 12 * i, y + 3 * i);
    await drawn(page);
  }
  await page.mouse.up();
  await page.mouse.move(x, y + 300);
  await drawn(page, 4);
  check(await shot() !== before, 'the landscape stands still');
  same((await observe(page)).hash, hash, 'the state, when only the view turns');
  const [u, v] = await on_stage(page, 0.2, 0.35);
  await page.mouse.move(u, v);
  await drawn(page);
  await page.mouse.down();
  await drawn(page);
  await page.mouse.up();
  await until(page, (h) => attractor.engine.observe().hash !== h, hash);
});

// The square of a plane with points and a line, as web/canvas/views/scatter.cpp lays it out under a caption and a legend of this
// height: page coordinates of fractions of it, from below.
const on_plane = async (page, u, v, legend = 0) => {
  const [x, y, w, h] = (await observe(page)).stage, top = 23 + legend, wide = w - 39 - 6, high = h - top - 22 - 4, side = Math.min(wide, high);
  return on_canvas(page, x + 39 + (wide - side) / 2 + u * side, y + top + 4 + Math.min(16, (high - side) / 2) + (1 - v) * side);
};
const drag = async (page, from, to) => {
  await page.mouse.move(...from);
  await drawn(page);
  await page.mouse.down();
  for (let i = 1; i <= 6; ++i) {
    await page.mouse.move(from[0] + (to[0] - from[0]) * i / 6, from[1] + (to[1] - from[1]) * i / 6);
    await drawn(page);
  }
  await page.mouse.up();
  await drawn(page, 3);
};

test('a line is shifted by its handle and flipped by its arrow, and the link tells it', async (t) => {
  const page = await open(t, 'neuron?table=or&play=0&ui=min', {width: 640, height: 400});
  await drawn(page, 4);
  same((await observe(page)).scalars.right, 3, 'right before');
  await drag(page, await on_plane(page, 0.524, 0.494), await on_plane(page, 0.33, 0.494));  // x1 = 0.16
  check(/shift\.\d+=1/.test(decodeURIComponent(await link(page))), await link(page));
  const met = (await observe(page)).scalars.met;
  await drag(page, await on_plane(page, 0.33 + 0.163, 0.494 - 0.048), await on_plane(page, 0.7, 0.8));  // the arrow's tip
  check(/flip\.\d+=1/.test(decodeURIComponent(await link(page))), await link(page));
  same((await observe(page)).scalars.met, met + 1, 'tables said');
});

test('a point is added, moved and thrown out of the plane', async (t) => {
  const page = await open(t, 'logistic?set=six&play=0&ui=min', {width: 640, height: 400});
  await drawn(page, 4);
  const pokes = async () => (decodeURIComponent(await link(page)).match(/(points|paint|erase)\.\d+=\d+/g) ?? []).map((p) => p.replace(/\.\d+/, ''));
  const empty = await on_plane(page, 0.1, 0.15, 34), other = await on_plane(page, 0.3, 0.15, 34);
  await drag(page, empty, other);
  const first = await pokes();
  same(first[0], 'paint=1', 'a new point of the second class');
  same(first.at(-1), 'points=6', 'that is moved');
  await drag(page, other, [other[0], Math.min(395, other[1] + 120)]);  // out of the plane, and within what Firefox lets a pointer reach
  same((await pokes()).at(-1), 'erase=6', 'and taken away');
  await drag(page, await on_plane(page, 0.375, 0.25, 34), await on_plane(page, 0.8, 0.8, 34));  // the first of the six
  same((await pokes()).at(-1), 'points=0', 'one that was there is moved');
});

test('two fingers zoom a curve', async (t) => {
  const page = await open(t, 'hopfield?play=0', {width: 390, height: 844, dpr: 2, phone: true});
  await page.evaluate(() => attractor.engine.step(60));
  await until(page, () => attractor.engine.observe().step === 60);
  const [x, y] = await on_canvas(page, 195, 620);
  // The curves are the second of the tabs below the stage.
  const shot = async () => (await page.screenshot()).toString('base64');
  const before = await shot();
  const session = await page.createCDPSession();
  const touch = (type, d) => session.send('Input.dispatchTouchEvent', {type, touchPoints: type === 'touchEnd' ? [] : [{x: x - d, y, id: 1}, {x: x + d, y, id: 2}]});
  await touch('touchStart', 20);
  for (let d = 20; d <= 120; d += 20) {
    await touch('touchMove', d);
    await drawn(page);
  }
  await touch('touchEnd', 0);
  await drawn(page, 4);
  t.note = (await shot()) === before ? 'nothing moved under two fingers here' : 'the page moved under two fingers';
  check(await page.evaluate(() => visualViewport.scale === 1), 'the page itself was zoomed');
}, {only: 'chromium'});

test('a filter is worked by hand: paint, weights, and the window, which is dragged', async (t) => {
  const page = await open(t, 'filter?play=0');
  await step_to(page, 16);
  const said = () => page.evaluate(() => decodeURIComponent(attractor.engine.link()));
  const press = async (fx, fy) => {
    await page.mouse.click(...await on_stage(page, fx, fy));
    await drawn(page);
  };
  for (const fx of [0.05, 0.5, 0.9]) for (const fy of [0.25, 0.35, 0.55]) await press(fx, fy);
  const words = await said();
  for (const field of ['picture', 'kernel', 'answer']) check(new RegExp(`${field}\\.\\d+=`).test(words), `a press on the ${field} is an event: ${words}`);
  // The frame on the picture follows the pointer from where it stands.
  const window_at = () => page.evaluate(() => attractor.engine.observe().words);
  await page.evaluate(() => attractor.engine.reset());
  await step_to(page, 16);
  const from = await window_at();
  await page.mouse.move(...await on_stage(page, 0.27, 0.6));  // on the last window, at the picture's lower right
  await page.mouse.down();
  for (let k = 1; k <= 6; ++k) await page.mouse.move(...await on_stage(page, 0.27 - 0.035 * k, 0.6 - 0.05 * k));
  await drawn(page, 4);
  await page.mouse.up();
  const to = await window_at();
  check(from !== to && /row 1|row 2/.test(to), `the window went along: ${from} -> ${to}`);
  same((await said()).includes('picture.'), false, 'it does not paint');
});
