// Attractor inside other pages: embed.js from another origin, slides, focus, resting, frames that are moved, scaled or many.

import {check, colours, deck, deck_body, drawn, frame_ready, inner, new_page, observe, open, same, serve, sleep, test, until} from './harness.mjs';

const at_rest = 'ising?L=32&T=1&start=down&play=0';
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

test('embed.js: what was embedded before in a place, or was taken out of the page, answers its calls', async (t) => {
  const page = await deck(t, 'again', `<div id="a" style="width:600px"></div><script type="module">
    const real = setTimeout;
    globalThis.setTimeout = (f, ms, ...more) => real(f, ms === 30000 ? 500 : ms, ...more);  // its patience with silence
    const {embed} = await import('${t.home}embed.js');
    globalThis.first = embed('#a', {link: 'ising?L=32&play=0', ui: 'min'});
    globalThis.waiting = first.set('T', 1).then(() => 'done', (e) => e.message);
    globalThis.second = embed('#a', {link: '${t.home}?utm_source=x#hopfield?play=0#top', ui: 'min'});
    second.ready.then(() => { globalThis.is_ready = true; });
  </script>`);
  await until(page, () => globalThis.is_ready);
  check(/destroyed/.test(await page.evaluate(() => waiting)), 'a call of the one before');
  const d = await page.evaluate(() => second.describe());
  same(`${d.model} ${d.ui}`, 'hopfield min', 'what a whole address opened');
  await page.evaluate(() => document.getElementById('a').remove());
  check(/said nothing/.test(await page.evaluate(() => second.set('T', 1).then(() => 'done', (e) => e.message))), 'a call without a frame');
});

test('embed.js: an element that moves keeps its state and its calls', async (t) => {
  const page = await deck(t, 'moved', `<div id="a" style="width:600px"></div><div id="b"></div><script type="module">
    import {embed} from '${t.home}embed.js';
    globalThis.a = embed('#a', {link: 'ising?L=32&T=2.5&play=0', ui: 'min'});
    a.ready.then(() => { globalThis.is_ready = true; });
  </script>`);
  await until(page, () => globalThis.is_ready);
  const seen = await page.evaluate(async () => {
    await a.set('T', 1.25);
    await a.step(40);
    let before = await a.observe();
    for (let i = 0; i < 50 && before.step < 40; ++i) {
      await new Promise((done) => setTimeout(done, 100));
      before = await a.observe();
    }
    document.getElementById('b').append(document.getElementById('a'));
    const answer = await a.set('B', 0.5).then(() => 'yes', (e) => e.message);
    const after = await a.observe(), d = await a.describe(), value = (k) => Number(d.rows.find((r) => r.key === k).value);
    return {answer, before: before.step, step: after.step, T: value('T'), B: value('B'), ui: d.ui};
  });
  same(seen.answer, 'yes', 'a call at once after the move');
  same(seen.before, 40, 'step before');
  same(seen.step, 40, 'step after');
  same(seen.T, 1.25, 'T');
  same(seen.B, 0.5, 'B');
  same(seen.ui, 'min', 'ui');
});

test('embed.js: a call waits as long as bytes come', async (t) => {
  t.decks.set('/slow.html', deck_body(`<div id="a" style="width:600px"></div><script type="module">
    import {embed} from '${t.home}embed.js';
    globalThis.a = embed('#a', {link: 'ising?L=32&play=0', ui: 'min', home: '${t.far}', lazy: false});
    globalThis.answer = '';
    a.set('T', 1.5).then(() => { answer = 'yes'; }, (e) => { answer = e.message; });
  </script>`));
  const page = await new_page(t);
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {offline: false, latency: 20, downloadThroughput: 110000, uploadThroughput: 100000});
  await page.goto(`${t.far}slow.html`, {waitUntil: 'domcontentloaded'});
  const from = performance.now();
  await page.waitForFunction(() => globalThis.answer, {polling: 200, timeout: 90000});
  t.note = `answered after ${Math.round((performance.now() - from) / 1000)} s`;
  same(await page.evaluate(() => answer), 'yes', 'the answer');
  check(performance.now() - from > 10000, `slow enough to tell: ${t.note}`);
}, {only: 'chromium'});

test('embed.js in a page that is isolated (COEP)', async (t) => {
  const theirs = await serve(t.site, new Map(), {headers: (path) => (path.endsWith('.html') ? {'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp'} : {'Cross-Origin-Resource-Policy': 'cross-origin'})});
  theirs.pages.set('/coep.html', deck_body(`<div id="a" style="width:600px"></div><script type="module">
    import {embed} from './embed.js';
    globalThis.a = embed('#a', {link: '${at_rest}', ui: 'min', home: '${t.home}'});
    a.ready.then(() => { globalThis.is_ready = true; });
  </script>`));
  const page = await new_page(t);
  await page.goto(`http://localhost:${theirs.port}/coep.html`);
  check(await page.evaluate(() => crossOriginIsolated), 'the page is isolated');
  await until(page, () => globalThis.is_ready);
  theirs.server.close();
}, {only: 'chromium'});  // Firefox knows no such frames

test('a deck scaled by a transform is sharp', async (t) => {
  const page = await deck(t, 'scaled', `<div style="transform:scale(2);transform-origin:0 0;width:480px"><div id="a" style="width:480px"></div></div><script type="module">
    import {embed} from '${t.home}embed.js';
    globalThis.a = embed('#a', {link: '${at_rest}', ui: 'min'});
    a.ready.then(() => { globalThis.is_ready = true; });
  </script>`);
  await until(page, () => globalThis.is_ready);
  const frame = page.frames().find((f) => f !== page.mainFrame());
  const ratio = (f) => f.evaluate(() => document.getElementById('canvas').width / document.getElementById('canvas').clientWidth);
  await until(frame, () => document.getElementById('canvas').width > 1.9 * document.getElementById('canvas').clientWidth);
  const alone = await open(t, `${at_rest}&scale=1.5`);
  await until(alone, () => document.getElementById('canvas').width > 1.4 * document.getElementById('canvas').clientWidth);
  t.note = `pixels: ${await ratio(frame)} and ${await ratio(alone)} each`;
  check(/[?&]scale=1.5/.test(await alone.evaluate(() => attractor.link())), 'scale stays in the link');
});

test('twenty frames on one page: each in sight is drawn', async (t) => {
  const page = await deck(t, 'twenty', `<style>iframe{display:block;width:300px;height:300px;margin:8px 0 500px}</style>${Array.from({length: 20}, (_, i) =>
    `<iframe src="${t.far}#ising?L=16&T=1.5&seed=${i + 1}&ui=none&play=0" title="x"></iframe>`).join('')}`, {width: 400, height: 600});
  await page.waitForFunction(() => [...document.querySelectorAll('iframe')].every((f) => f.contentWindow.attractor?.engine), {polling: 200, timeout: 90000});
  const held = () => page.evaluate(() => [...document.querySelectorAll('iframe')].filter((f) => !f.contentDocument.getElementById('canvas').getContext('webgl2').isContextLost()).length);
  const few = async () => {
    for (let tries = 0; tries < 100 && await held() > 4; ++tries) await sleep(100);
  };
  await few();
  const blank = [];
  for (const i of [19, 18, 10, 3, 2, 1, 0]) {
    await page.evaluate((n) => document.querySelectorAll('iframe')[n].scrollIntoView({block: 'center'}), i);
    await page.waitForFunction((n) => {
      const inside = document.querySelectorAll('iframe')[n].contentDocument;
      return !inside.getElementById('canvas').getContext('webgl2').isContextLost() && !inside.getElementById('still') && inside.getElementById('cover').hidden;
    }, {polling: 100, timeout: 40000}, i).catch(() => blank.push(i));
    const clip = await page.evaluate((n) => {
      const r = document.querySelectorAll('iframe')[n].getBoundingClientRect();
      return {x: r.x, y: r.y, width: r.width, height: r.height};
    }, i);
    if ((await colours(page, clip)).most > 0.97) blank.push(`${i} is blank`);
  }
  same(blank.join(), '', 'frames that are not drawn');
  await few();
  t.note = `${await held()} contexts held at the end`;
  check(await held() <= 4, t.note);
}, {only: 'chromium'});

test('a frame whose graphics the browser took for others begins again at its step', async (t) => {
  const page = await deck(t, 'taken', `<iframe src="${t.far}#ising?L=32&T=1.5&ui=min&play=0" width="600" height="400" title="x"></iframe>`);
  const frame = await inner(page);
  await frame_ready(frame);
  await frame.evaluate(() => attractor.engine.step(25));
  await until(frame, () => attractor.engine.observe().step === 25);
  await page.evaluate(() => {  // more contexts than a browser lets a page have
    globalThis.others = Array.from({length: 20}, () => {
      const gl = document.createElement('canvas').getContext('webgl2');
      gl.clear(gl.COLOR_BUFFER_BIT);
      return gl;
    });
  });
  await until(frame, () => document.getElementById('canvas').getContext('webgl2').isContextLost());
  await page.waitForFunction(() => {
    const inside = document.querySelector('iframe').contentWindow, canvas = inside.document.getElementById('canvas');
    return inside.attractor?.engine?.observe().step === 25 && canvas.getContext('webgl2')?.isContextLost() === false;
  }, {polling: 100, timeout: 40000});
}, {only: 'chromium'});  // Firefox lets a page have more

test('the snippet has a size without its style', async (t) => {
  const page = await open(t, 'ising?L=32&play=0');
  await page.click('#share-button');
  await until(page, () => document.querySelector('#share textarea')?.value.includes('<iframe'));
  const size = await page.evaluate(() => {
    const box = document.createElement('div');
    box.innerHTML = document.querySelector('#share textarea').value.replace(/ style="[^"]*"/, '');
    document.body.append(box);
    const f = box.firstElementChild;
    return [f.getAttribute('width'), f.getAttribute('height')].join();
  });
  same(size, '100%,480', 'width and height');
}, {once: true});
