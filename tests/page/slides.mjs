// In slides and other people's pages: what the hand, the keys and the printer do there.

import {check, colours, deck, drawn, frame_ready, inner, observe, on_stage, open, painted, rests, same, sleep, test, until} from './harness.mjs';

const at_rest = 'ising?L=32&T=1&start=down&play=0';
const slide = (t, link, size = 'width="600" height="400"') => `<iframe id="f" src="${t.home}#${link}" ${size} title="x"></iframe>`;
const touches = async (page) => {
  const session = await page.createCDPSession();
  return (type, ...points) => session.send('Input.dispatchTouchEvent', {type, touchPoints: points.map(([x, y], id) => ({x, y, id}))});
};

// ---- pointer ---------------------------------------------------------------------------------------------------------
test('a press that ends outside the frame has ended', async (t) => {
  const page = await deck(t, 'outside', slide(t, `${at_rest}&ui=none`));
  const frame = await inner(page);
  await frame_ready(frame);
  await page.mouse.move(300, 200);
  await page.mouse.down();
  for (let x = 300; x <= 800; x += 100) await page.mouse.move(x, 200);
  await page.mouse.up();
  await drawn(frame, 4);
  // Where the browser does not tell the frame: a move without a button says it.
  await frame.evaluate(() => {
    const c = document.getElementById('canvas'), send = (type, x, buttons, kind = PointerEvent) => c.dispatchEvent(new kind(type, {clientX: x, clientY: 150, buttons, button: type.endsWith('move') ? -1 : 0,
      pointerId: 1, pointerType: 'mouse', bubbles: true}));
    send('pointerdown', 200, 1);
    send('mousedown', 200, 1, MouseEvent);
  });
  await until(frame, () => /spins\.\d/.test(decodeURIComponent(attractor.engine.link())));
  await drawn(frame, 6);  // what the press painted is all there
  const before = await painted(frame);
  check(before > 0, 'it paints at all');
  for (let y = 60; y < 380; y += 40) {
    await page.mouse.move(250 + y / 4, y);
    await drawn(frame);
  }
  same(await painted(frame), before, 'cells painted without a button');
}, {only: 'chromium'});

test('two fingers never paint; a touch that the system takes is no click; no tip stays under a finger', async (t) => {
  const page = await open(t, at_rest, {width: 390, height: 844, dpr: 1, phone: true});
  await drawn(page, 4);
  const touch = await touches(page), [x, y] = await on_stage(page, 0.4, 0.5);
  const first = touch('touchStart', [x, y]);  // not waited for: the page would have answered too late
  await sleep(30);  // as quickly as fingers follow each other
  await Promise.all([first, touch('touchStart', [x, y], [x + 100, y])]);
  for (let d = 10; d <= 60; d += 10) {
    await touch('touchMove', [x - d, y], [x + 100 + d, y]);
    await drawn(page);
  }
  await touch('touchEnd');
  await drawn(page, 10);
  same(await painted(page), 0, 'cells painted by two fingers');
  // Play stands at the left of the bar.
  const box = await page.evaluate(() => document.getElementById('canvas').getBoundingClientRect().toJSON());
  const play = [box.left + 8 + 8 + 22, box.top + 8 + 28];
  await touch('touchStart', play);
  await drawn(page, 6);
  await touch('touchCancel');
  await drawn(page, 10);
  check(!(await observe(page)).playing, 'a cancelled touch pressed Play');
  const clip = {x: box.left, y: box.top + 64, width: 240, height: 90};
  await page.touchscreen.tap(...play);
  await until(page, () => attractor.engine.observe().playing);
  await page.evaluate(() => attractor.play(false));
  await rests(page);
  const shot = await colours(page, clip);
  await page.evaluate(() => attractor.engine.pointer_gone(true));
  await page.evaluate(() => attractor.redraw());
  await rests(page);
  const clean = await colours(page, clip);
  check(Buffer.compare(shot.png.data, clean.png.data) === 0, 'a tip is left under the finger');
}, {only: 'chromium'});

test('a tip comes while the experiment rests', async (t) => {
  const page = await open(t, 'ising?play=0');
  await rests(page);
  const box = await page.evaluate(() => document.getElementById('canvas').getBoundingClientRect().toJSON());
  const clip = {x: box.left + 12, y: box.top + 66, width: 220, height: 60};
  // A picture beyond the window would let the pointer leave and come back.
  const shot = async () => Buffer.from(await page.screenshot({clip, captureBeyondViewport: false}));
  const before = await shot();
  await page.mouse.move(box.left + 38, box.top + 38);
  let seen = false;
  for (let i = 0; i < 20 && !seen; ++i) {
    await sleep(300);
    seen = Buffer.compare(before, await shot()) !== 0;
  }
  check(seen, 'no tip after five seconds of stillness');
});

test('drawing goes on for half a second after the pointer, and then rests', async (t) => {
  const page = await open(t, 'ising?play=0');
  await rests(page);
  await page.evaluate(() => { clears.length = 0; });
  await page.mouse.move(700, 400);
  await rests(page);
  const span = await page.evaluate(() => clears.at(-1) - clears[0]);
  t.note = `drew for ${Math.round(span)} ms`;
  check(span > 500, `drew for ${Math.round(span)} ms after the last event`);
});

test('Ctrl and the wheel belong to the browser', async (t) => {
  const page = await open(t, 'ising?play=0');
  await page.evaluate(() => {
    globalThis.wheels = [];
    addEventListener('wheel', (e) => wheels.push([e.ctrlKey, e.defaultPrevented]));
  });
  const [x, y] = await on_stage(page, 0.5, 0.5);
  await page.evaluate(([u, v]) => {
    const turn = (ctrlKey) => document.getElementById('canvas').dispatchEvent(new WheelEvent('wheel', {clientX: u, clientY: v, deltaY: 100, ctrlKey, bubbles: true, cancelable: true}));
    turn(true);
    turn(false);
  }, [x, y]);
  same(JSON.stringify(await page.evaluate(() => wheels)), '[[true,false],[false,true]]', 'wheel events [ctrl, prevented]');
});

test('a finger scrolls past a frame that was not tapped, and paints in one that was', async (t) => {
  const text = '<p style="height:500px">text</p>';
  const page = await deck(t, 'finger', `<meta name="viewport" content="width=device-width">${text}${slide(t, `${at_rest}&ui=min`, 'style="width:100%;height:400px"')}${text}${text}${text}`, {width: 390, height: 844, dpr: 1, phone: true});
  const frame = await inner(page);
  await frame_ready(frame);
  const touch = await touches(page);
  const drag = async (x, y, dy) => {
    await touch('touchStart', [x, y]);
    for (let i = 1; i <= 10; ++i) {
      await touch('touchMove', [x, y + dy * i / 10]);
      await drawn(page);
    }
    await touch('touchEnd');
    await drawn(page, 10);
  };
  await drag(190, 750, -300);
  const scrolled = await page.evaluate(() => scrollY);
  check(scrolled > 100, `the deck scrolled by ${scrolled}`);
  same(await painted(frame), 0, 'cells painted by scrolling');
  await frame.evaluate(() => {  // a browser that is slow to say that it scrolls
    const send = (type, y) => document.getElementById('canvas').dispatchEvent(new PointerEvent(type, {pointerId: 7, pointerType: 'touch', clientX: 190, clientY: y, buttons: 1, bubbles: true}));
    send('pointerdown', 200);
    for (let y = 170; y > 50; y -= 30) send('pointermove', y);
    send('pointercancel', 50);
  });
  await drawn(frame, 3);
  same(await painted(frame), 0, 'cells painted before the browser said that it scrolls');
  const top = await page.evaluate(() => document.getElementById('f').getBoundingClientRect().top);
  await page.touchscreen.tap(190, top + 150);
  await until(frame, () => document.getElementById('canvas').dataset.tapped !== undefined);
  const at = await page.evaluate(() => scrollY), cells = await painted(frame);
  await drag(190, top + 100, 120);
  same(await page.evaluate(() => scrollY), at, 'scroll after a tap');
  check(await painted(frame) > cells, 'a tapped frame paints');
}, {only: 'chromium'});

// ---- keys ------------------------------------------------------------------------------------------------------------
test('the deck has its keys after a tap, after a click, and by embed.js', async (t) => {
  const page = await deck(t, 'keys', `<div id="a" style="width:600px"></div><script type="module">
    import {embed} from '${t.home}embed.js';
    globalThis.keys = [];
    addEventListener('keydown', (e) => keys.push(e.key));
    globalThis.a = embed('#a', {link: '${at_rest}', ui: 'min'});
    a.ready.then(() => { globalThis.is_ready = true; });
  </script>`, {phone: true});
  await until(page, () => globalThis.is_ready);
  await sleep(700);  // its place is told
  const heard = () => page.evaluate(() => keys.splice(0).join());
  const press = async (key) => {
    await page.keyboard.press(key);
    await until(page, () => keys.length > 0);
    await drawn(page, 4);  // once only
    return heard();
  };
  await page.mouse.click(300, 200);
  const frame = page.frames().find((f) => f !== page.mainFrame());
  await until(frame, () => document.activeElement.id === 'canvas');
  for (const key of ['PageDown', 'ArrowRight', ' ', 'b']) same(await press(key), key, `${key} after a click`);
  if (t.name !== 'chromium') return;
  await page.touchscreen.tap(300, 200);
  await until(frame, () => document.activeElement.id !== 'canvas');
  same(await press('PageDown'), 'PageDown', 'after a tap');
});

test('keys pressed on the header of a frame are the deck\'s; what was typed in its field is not', async (t) => {
  const page = await deck(t, 'header', `<div id="a" style="width:1200px"></div><script type="module">
    import {embed} from '${t.home}embed.js';
    globalThis.keys = [];
    for (const type of ['keydown', 'keyup']) addEventListener(type, (e) => keys.push(type[3] + e.key));
    globalThis.a = embed('#a', {link: '${at_rest}'});
    a.ready.then(() => { globalThis.is_ready = true; });
  </script>`);
  await until(page, () => globalThis.is_ready);
  const frame = page.frames().find((f) => f !== page.mainFrame());
  await frame.click('#theme-button');
  await until(frame, () => document.activeElement.id === 'theme-button');
  for (const key of ['PageDown', 'b']) {
    await page.keyboard.press(key);
    await until(page, (k) => keys.join().includes(`u${k}`), key);
  }
  await page.keyboard.press('Enter');  // presses the button
  await frame.evaluate(() => attractor.edit(JSON.stringify({key: 'T', label: 'T', value: '2', x: 100, y: 100, w: 80, h: 30})));
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await until(frame, () => !document.getElementById('edit'));
  await drawn(page, 10);
  same(await page.evaluate(() => keys.join()), 'dPageDown,uPageDown,db,ub', 'keys that the deck heard');
});

test('reveal.js gets keys by its own messages', async (t) => {
  const page = await deck(t, 'reveal', `${slide(t, `${at_rest}&ui=min`)}<script>
    globalThis.got = [];
    addEventListener('message', (e) => typeof e.data === 'string' && got.push(e.data));
    globalThis.send = (m) => document.getElementById('f').contentWindow.postMessage(m, '*');
  </script>`);
  const frame = await inner(page);
  await frame_ready(frame);
  await page.evaluate(() => send('slide:start'));
  await page.mouse.click(300, 200);
  await until(frame, () => document.activeElement.id === 'canvas');
  await page.keyboard.press('PageDown');
  await until(page, () => got.length > 0);
  same(await page.evaluate(() => got[0]), '{"method":"triggerKey","args":[34]}', 'message to reveal.js');
});

test('keys work on the page without a click on the canvas, in ui=min too', async (t) => {
  for (const ui of ['full', 'min']) {
    const page = await open(t, `ising?L=32&play=0&ui=${ui}`);
    await page.keyboard.press(' ');
    await until(page, () => attractor.engine.observe().step > 3);
    await page.keyboard.press(' ');
    await until(page, () => !attractor.engine.observe().playing);
    if (ui === 'full') await page.click('[data-lang=ru]');
    const {step} = await observe(page);
    await page.keyboard.press('ArrowRight');
    await until(page, (s) => attractor.engine.observe().step === s + 1, step);
    await page.keyboard.press('ArrowLeft');
    await until(page, (s) => attractor.engine.observe().step === s, step);
    await page.keyboard.press('r');
    await until(page, () => attractor.engine.observe().step === 0);
    await page.evaluate(() => document.getElementById('canvas').focus());  // and once only with it
    await page.keyboard.press('ArrowRight');
    await drawn(page, 10);
    same((await observe(page)).step, 1, 'a step with the canvas focused');
  }
});

// ---- paper -----------------------------------------------------------------------------------------------------------
// The share of pixels that are not the commonest colour.
const busy = async (page, clip) => 1 - (await colours(page, clip)).most;

test('paper: picture, link and text, whatever the state of the text; a frame is not empty', async (t) => {
  for (const closed of [false, true]) {
    const page = await open(t, 'ising?L=64&play=0');
    if (closed) await page.evaluate(() => document.getElementById('text-button').click());
    const state = await page.evaluate(() => document.documentElement.dataset.text);
    await page.setViewport({width: 794, height: 1123, deviceScaleFactor: 1});
    await page.emulateMediaType('print');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await until(page, () => document.querySelector('#print canvas'));
    await drawn(page);
    const seen = await page.evaluate(() => {
      const r = (q) => document.querySelector(q)?.getBoundingClientRect() ?? {width: 0, height: 0};
      return {text: r('#article').height, picture: r('#print canvas').height, link: document.querySelector('#print a')?.href ?? '', header: r('#header').height, folded: document.querySelectorAll('article details:not([open])').length, top: r('#print canvas').toJSON?.()};
    });
    check(seen.text > 500, `the text on paper is ${seen.text} px high`);
    check(seen.picture > 200, `the picture on paper is ${seen.picture} px high`);
    check(/#ising\?/.test(seen.link), `the link on paper: ${seen.link}`);
    same(seen.header, 0, 'the header on paper');
    same(seen.folded, 0, 'parts of the text that are folded on paper');
    check(await busy(page, {x: seen.top.x, y: seen.top.y, width: seen.top.width, height: seen.top.height}) > 0.05, 'the picture is blank');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    check(await page.evaluate(() => document.querySelector('article details:not([open])')), 'they are folded again');
    await page.emulateMediaType('screen');
    await page.setViewport({width: 1366, height: 768, deviceScaleFactor: 1});
    await drawn(page, 4);
    same(await page.evaluate(() => document.documentElement.dataset.text), state, 'the text column after printing');
  }
}, {only: 'chromium'});  // only its driver puts a page on paper

test('paper: a frame in a deck shows its experiment', async (t) => {
  const frames = ['f', 'g'].map((id) => `<iframe id="${id}" src="${t.far}#${at_rest}&ui=min" width="600" height="400" title="x"></iframe>`);
  const page = await deck(t, 'paper', frames.join('<div style="height:3000px"></div>'));  // of its own origin: the driver reaches no other
  const frame = await inner(page);
  await frame_ready(frame);
  await page.emulateMediaType('print');
  check(await frame.evaluate(() => matchMedia('print').matches), 'the frame is on paper');
  await frame.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await drawn(frame, 4);
  const shown = await frame.evaluate(() => [...document.body.children].some((e) => e.getBoundingClientRect().height > 50 && getComputedStyle(e).display !== 'none'));
  check(shown, 'anything in the frame');
  const share = await busy(page, {x: 20, y: 20, width: 560, height: 360});
  check(share > 0.02, `the frame on paper is one colour (${share})`);
  // One that nobody has seen is not told of printing.
  await until(page, () => document.getElementById('g').contentDocument.getElementById('still'));
  check(/#ising\?/.test(await page.evaluate(() => document.getElementById('g').contentDocument.querySelector('#print a')?.href)), 'its link');
  const apart = await page.evaluate(() => {
    const inside = document.getElementById('g').contentWindow;
    inside.dispatchEvent(new Event('beforeprint'));
    const at = (q) => inside.document.querySelector(q).getBoundingClientRect();
    return {picture: at('#print canvas').height, gap: at('#print .print-link').top - at('#print canvas').bottom};
  });
  check(apart.picture > 100 && apart.gap > -1, `picture and link of one that rests: ${JSON.stringify(apart)}`);
}, {only: 'chromium'});
