// Attractor inside other pages: embed.js from another origin, slides, focus, resting, ten frames at once.

import {check, deck, drawn, frame_ready, inner, same, test, until} from './harness.mjs';

const step_of = (frame) => frame.evaluate(() => attractor.engine.observe().step);

test('embed.js from another origin: calls and events', async (t) => {
  const page = await deck(t, 'embed', `<div id="a" style="width:640px"></div><script type="module">
    import {embed} from '${t.home}embed.js';
    globalThis.heard = [];
    globalThis.a = embed('#a', {link: 'ising?L=32&T=2.5&play=0', ui: 'min', theme: 'dark', title: 'Ising', ratio: '4/3'});
    for (const type of ['ready', 'changed', 'stepped', 'notice', 'replay']) a.on(type, (m) => heard.push(m));
    a.ready.then(() => { globalThis.is_ready = true; });
  </script>`);
  await until(page, () => globalThis.is_ready);
  const frame = await page.evaluate(() => ({title: a.frame.title, ratio: a.frame.clientWidth / a.frame.clientHeight}));
  same(frame.title, 'Ising', 'title');
  check(Math.abs(frame.ratio - 4 / 3) < 0.02, `ratio ${frame.ratio}`);
  const seen = await page.evaluate(async () => {
    const d = await a.describe();
    await a.set('T', 1.5);
    await a.step(7);
    await new Promise((done) => setTimeout(done, 600));
    const o = await a.observe(), link = await a.link();
    const bad = await a.set('T', 'cold').then(() => 'accepted', (e) => e.message);
    const unknown = await a.set('nothing', 1).then(() => 'accepted', (e) => e.message);
    await a.reset();
    await new Promise((done) => setTimeout(done, 300));
    const zero = await a.observe();
    await a.seek(20);
    await new Promise((done) => setTimeout(done, 600));
    const twenty = await a.observe();
    await a.open('hopfield?set=letters&play=0');
    const other = await a.describe();
    return {lesson: d.lesson, ui: d.ui, theme: d.theme, step: o.step, link, bad, unknown, zero: zero.step, twenty: twenty.step, other: other.lesson};
  });
  same(seen.lesson, 'ising', 'lesson');
  same(seen.ui, 'min', 'ui');
  same(seen.theme, 'dark', 'theme');
  same(seen.step, 7, 'step(7)');
  check(seen.link.startsWith('ising?') && seen.link.includes('at=7'), seen.link);
  check(/attractor:/.test(seen.bad), `set T=cold: ${seen.bad}`);
  check(/attractor:/.test(seen.unknown), `set nothing: ${seen.unknown}`);
  same(seen.zero, 0, 'reset');
  same(seen.twenty, 20, 'seek(20)');
  same(seen.other, 'hopfield', 'open');
  await page.evaluate(() => a.open('ising?L=32&play=0').then(() => a.play()));
  await until(page, () => heard.some((m) => m.type === 'stepped' && m.step > 5));
  await page.evaluate(() => a.pause());
  const types = await page.evaluate(() => [...new Set(heard.map((m) => m.type))].sort().join());
  for (const type of ['changed', 'notice', 'ready', 'stepped']) check(types.includes(type), `events heard: ${types}`);
  same(await page.evaluate(() => { a.destroy(); return document.querySelectorAll('iframe').length; }), 0, 'frames after destroy');
  check(/destroyed/.test(await page.evaluate(() => a.step().catch((e) => e.message))), 'a destroyed frame says so');
});

test('embed.js: the declarative form, and lazy frames', async (t) => {
  const page = await deck(t, 'declared', `<div data-attractor="hopfield?set=letters&play=0" data-title="Memory" style="width:500px"></div>
    <div style="height:3000px"></div><div id="far" data-attractor="ising?ui=none&L=32&play=0" style="width:500px"></div>
    <script type="module" src="${t.home}embed.js"></script>`);
  await until(page, () => document.querySelector('[data-attractor]').attractor?.frame);
  same(await page.evaluate(() => document.querySelectorAll('iframe').length), 1, 'frames before scrolling');
  await page.evaluate(() => document.querySelector('[data-attractor]').attractor.ready);
  await page.evaluate(() => document.getElementById('far').scrollIntoView());
  await until(page, () => document.querySelectorAll('iframe').length === 2);
  await page.evaluate(() => document.getElementById('far').attractor.ready);
  same(await page.evaluate(() => document.getElementById('far').attractor.describe().then((d) => d.ui)), 'none', 'ui of the second');
});

test('messages: wrong ones are ignored or refused, never believed', async (t) => {
  const page = await deck(t, 'messages', `<iframe id="f" src="${t.home}#ising?L=32&ui=min&play=0" width="500" height="320" title="x"></iframe><script>
    globalThis.got = [];
    addEventListener('message', (e) => { if (e.data?.attractor) got.push(e.data); });
    globalThis.send = (m) => document.getElementById('f').contentWindow.postMessage(m, '*');
  </script>`);
  const frame = await inner(page);
  await frame_ready(frame);
  await until(page, () => got.some((m) => m.type === 'ready'));
  const silent = [null, 5, 'hello', [], {}, {attractor: 2, id: 1, type: 'link'}, {attractor: 1, type: 'link'}, {attractor: 1, id: {}, type: 'link'},
    {attractor: '1', id: 1, type: 'link'}, {attractor: 1, id: 'x'.repeat(1000), type: 'link'}];
  for (const m of silent) await page.evaluate((x) => send(x), m);
  await drawn(frame, 10);
  same(await page.evaluate(() => got.filter((m) => m.id !== undefined).length), 0, 'answers to noise');
  const refused = [{type: 'explode'}, {type: '__proto__'}, {type: 'constructor'}, {}, {type: 'set'}, {type: 'set', key: 'T'}, {type: 'set', key: 'T', value: {}},
    {type: 'set', key: '../x', value: 1}, {type: 'set', key: 'T', value: 'x'.repeat(2000000)}, {type: 'set', key: 'T', value: 1e9}, {type: 'step', n: 'many'},
    {type: 'step', n: 1e300}, {type: 'seek', step: -1}, {type: 'seek'}, {type: 'open'}, {type: 'open', link: 7n ? ['ising'] : 0}];
  for (const [i, m] of refused.entries()) await page.evaluate((x) => send(x), {attractor: 1, id: `r${i}`, ...m});
  await until(page, (n) => got.filter((m) => String(m.id).startsWith('r')).length >= n, refused.length);
  const believed = await page.evaluate(() => got.filter((m) => String(m.id).startsWith('r') && m.ok).map((m) => m.id).join());
  same(believed, '', 'bad messages that were accepted');
  check(await page.evaluate(() => got.filter((m) => m.ok === false).every((m) => typeof m.error === 'string' && m.error.length > 3)), 'each refusal has a reason');
  // A message that does not come from the parent.
  await frame.evaluate(() => window.postMessage({attractor: 1, id: 'self', type: 'set', key: 'T', value: 4}, '*'));
  await drawn(frame, 10);
  check(await frame.evaluate(() => Number(attractor.engine.describe().rows.find((r) => r.key === 'T').value) !== 4), 'a message to itself was believed');
});

test('an origin that is not on the list gets no answer', async (t) => {
  const page = await deck(t, 'origins', `<iframe id="f" src="${t.home}#ising?L=32&ui=min&play=0&origins=https%3A%2F%2Flecture.example" width="500" height="320" title="x"></iframe><script>
    globalThis.got = [];
    addEventListener('message', (e) => got.push(e.data));
    globalThis.send = (m) => document.getElementById('f').contentWindow.postMessage(m, '*');
  </script>`);
  await frame_ready(await inner(page));
  await page.evaluate(() => send({attractor: 1, id: 1, type: 'link'}));
  await drawn(page, 30);
  same(await page.evaluate(() => got.length), 0, 'messages to a stranger');
});

test('slides: stop and start; the deck keeps the keyboard', async (t) => {
  const page = await deck(t, 'slides', `<iframe id="f" src="${t.home}#ising?L=32&ui=min&play=1" width="600" height="400" title="x"></iframe><script>
    globalThis.keys = [];
    addEventListener('keydown', (e) => keys.push(e.key));
    globalThis.send = (m) => document.getElementById('f').contentWindow.postMessage(m, '*');
  </script>`);
  const frame = await inner(page);
  await frame_ready(frame);
  same(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'focus after loading');
  await frame.evaluate(() => attractor.play(true));
  await frame.waitForFunction(() => attractor.engine.observe().step > 5, {polling: 50, timeout: 40000});
  await page.evaluate(() => send('slide:stop'));
  await drawn(frame, 6);
  const at = await step_of(frame);
  await drawn(frame, 20);
  same(await step_of(frame), at, 'steps after slide:stop');
  await page.evaluate(() => send('slide:start'));
  await frame.waitForFunction((s) => attractor.engine.observe().step > s, {polling: 50, timeout: 40000}, at);
  await page.keyboard.press('ArrowRight');
  same(await page.evaluate(() => keys.join()), 'ArrowRight', 'keys of the deck');
  // Clicked, the canvas has the keyboard; Escape gives it back.
  await page.mouse.click(300, 200);
  await frame.waitForFunction(() => document.activeElement.id === 'canvas', {polling: 50, timeout: 40000});
  await page.keyboard.press('Escape');
  await frame.waitForFunction(() => document.activeElement.id !== 'canvas', {polling: 50, timeout: 40000});
});

test('play=seen starts when seen and rests out of sight', async (t) => {
  const page = await deck(t, 'seen', `<div style="height:2000px"></div><iframe id="f" src="${t.home}#ising?L=32&ui=min&play=seen" width="600" height="400" title="x"></iframe><div style="height:2000px"></div>`);
  const frame = await inner(page);
  await frame.waitForFunction(() => globalThis.attractor?.engine, {polling: 100, timeout: 30000});
  await drawn(page, 30);
  same(await step_of(frame), 0, 'steps before it was seen');
  await page.evaluate(() => document.getElementById('f').scrollIntoView({block: 'center'}));
  await frame.waitForFunction(() => attractor.engine.observe().step > 5, {polling: 50, timeout: 40000});
  await page.evaluate(() => scrollTo(0, 0));
  await drawn(page, 20);
  const at = await step_of(frame);
  await drawn(page, 30);
  same(await step_of(frame), at, 'steps out of sight');
  await page.evaluate(() => document.getElementById('f').scrollIntoView({block: 'center'}));
  await frame.waitForFunction((s) => attractor.engine.observe().step > s, {polling: 50, timeout: 40000}, at);
});

test('the wheel scrolls the deck until the canvas has been clicked', async (t) => {
  const page = await deck(t, 'wheel', `<iframe id="f" src="${t.home}#ising?L=32&ui=min&play=0" width="600" height="400" title="x"></iframe><div style="height:3000px"></div>`);
  await frame_ready(await inner(page));
  await page.mouse.move(300, 200);
  await page.mouse.wheel({deltaY: 300});
  await until(page, () => scrollY > 50);
});

// The deck is of the frames' own origin, so that it can look into them without the driver.
test('ten frames on one page', async (t) => {
  const links = Array.from({length: 10}, (_, i) => (i % 2 ? `hopfield?set=letters&count=3&noise=0.2&seed=${i + 1}` : `ising?L=32&T=2.3&seed=${i + 1}`));
  const page = await deck(t, 'ten', `<style>iframe{width:250px;height:200px;margin:2px}</style>${links.map((l) =>
    `<iframe src="${t.far}#${l}&ui=min&play=1" title="x"></iframe>`).join('')}`, {width: 1366, height: 900});
  await page.waitForFunction(() => [...document.querySelectorAll('iframe')].every((f) => f.contentWindow.attractor?.engine?.observe().step > 3), {polling: 100, timeout: 60000})
    .catch(async (e) => {
      const states = await page.evaluate(() => [...document.querySelectorAll('iframe')].map((f) => f.contentWindow.attractor?.engine?.observe().step ?? 'not loaded'));
      throw new Error(`steps of the ten: ${states}`, {cause: e});
    });
  await drawn(page, 10);
  const wrong = await page.evaluate(() => [...document.querySelectorAll('iframe')].flatMap(({contentDocument: inside}, i) => [
    ...(inside.getElementById('canvas').getContext('webgl2').isContextLost() ? [`frame ${i} lost its context`] : []),
    ...(inside.getElementById('cover').dataset.bad ? [`frame ${i} shows bad news`] : []),
  ]));
  same(wrong.join(), '', 'what is wrong with the ten');
});
