// What people's hands, eyes and browsers do besides: typed numbers, Back, full links, noise in pictures, contrast, saving in frames.

import {check, deck, drawn, frame_ready, inner, new_page, open, ready, same, sleep, test, until} from './harness.mjs';

const edit = (page, key = 'T') => page.evaluate((k) => attractor.edit(JSON.stringify({key: k, label: k, value: '2', x: 100, y: 100, w: 80, h: 30})), key);
const value = (page, key) => page.evaluate((k) => attractor.engine.describe().rows.find((r) => r.key === k)?.value, key);

// ---- the number field --------------------------------------------------------------------------------------------------
test('the number field goes with its lesson and follows its value', async (t) => {
  const page = await open(t, 'ising?L=32&T=2&play=0');
  await edit(page);
  await page.keyboard.type('1');
  await page.evaluate(() => attractor.open('hopfield?play=0'));
  await until(page, () => !document.getElementById('edit'));
  await page.evaluate(() => attractor.open('ising?L=32&T=2&play=0'));
  await until(page, () => attractor.engine.describe().lesson === 'ising');
  await drawn(page, 4);
  await edit(page);
  await page.setViewport({width: 1200, height: 700, deviceScaleFactor: 1});
  const apart = () => page.evaluate(() => {
    const place = attractor.engine.value_place('T'), f = document.getElementById('edit')?.getBoundingClientRect(), s = document.getElementById('stage').getBoundingClientRect();
    return place && f ? Math.hypot(f.left - s.left - place[0], f.top - s.top - place[1]) : 1e9;
  });
  for (let i = 0; i < 60 && await apart() > 12; ++i) await drawn(page);
  check(await apart() <= 12, `the field is ${await apart()} px from its value`);
});

test('the number field opens while the finger is being lifted', async (t) => {
  const page = await open(t, 'ising?L=32&T=2&play=0', {width: 1200, height: 800, phone: true});
  await drawn(page, 10);
  await page.evaluate(() => {
    const real = HTMLElement.prototype.focus;
    globalThis.during = [];
    HTMLElement.prototype.focus = function(...a) {
      if (this.id === 'edit') during.push(globalThis.event?.type ?? 'nothing');
      return real.apply(this, a);
    };
  });
  const at = await page.evaluate(() => {
    attractor.engine.draw();
    const [x, y, w, h] = attractor.engine.value_place('T'), c = document.getElementById('canvas').getBoundingClientRect();
    return [c.left + x + w - 12, c.top + y + h / 2];
  });
  await page.touchscreen.tap(...at);
  await until(page, () => document.getElementById('edit'));
  check(/^(pointerup|touchend|click)$/.test(await page.evaluate(() => during[0])), `focused during ${await page.evaluate(() => during[0])}`);
}, {only: 'chromium'});

test('Back comes back to the step that was left', async (t) => {
  const page = await open(t, 'ising?L=32&T=2.5&play=0');
  await page.evaluate(() => attractor.engine.step(30));
  await until(page, () => attractor.engine.observe().step === 30 && location.hash.includes('at=30'));
  await page.evaluate(() => {
    attractor.engine.step(7);
    document.querySelector('#article .try a').click();  // before the address was written
  });
  await until(page, () => attractor.engine.observe().step !== 37);
  await page.evaluate(() => history.back());
  await until(page, () => attractor.engine.observe().step === 37);
  await page.evaluate(() => { location.hash = '#hopfield?play=0'; });
  await until(page, () => attractor.engine.describe().lesson === 'hopfield');
  await page.evaluate(async () => {  // Back while the next address is about to be written
    attractor.touched();
    await new Promise((done) => setTimeout(done, 290));
    history.back();
  });
  await until(page, () => attractor.engine.describe().lesson === 'ising' && attractor.engine.observe().step === 37);
});

// ---- pictures ----------------------------------------------------------------------------------------------------------
const disc = (page, names, noise) => page.evaluate(async (list, n) => {
  const files = new DataTransfer();
  for (const name of list) {
    const c = new OffscreenCanvas(60, 60), g = c.getContext('2d');
    g.fillStyle = '#fff';
    g.fillRect(0, 0, 60, 60);
    g.fillStyle = '#222';
    for (let i = 0; i < (n ? 900 : 1); ++i) {
      if (n) g.fillRect(Math.random() * 60, Math.random() * 60, 2, 2);
      else g.fillRect(15, 15, 30, 30);
    }
    files.items.add(new File([await c.convertToBlob({type: 'image/png'})], name, {type: 'image/png'}));
  }
  document.getElementById('canvas').dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
}, names, noise);
const toasts = (page) => page.evaluate(() => [...document.querySelectorAll('.toast')].map((x) => x.textContent));

test('a link that is full: said before, refused once', async (t) => {
  const page = await open(t, 'modern?set=letters&count=2&side=32&play=0');
  await page.evaluate(() => attractor.pictures());
  await until(page, () => /room for about \d+ more/.test(document.querySelector('dialog')?.textContent));
  const first = await page.evaluate(() => Number(/about (\d+) more/.exec(document.querySelector('dialog').textContent)[1]));
  await page.keyboard.press('Escape');
  await page.evaluate((n) => {
    globalThis.seen = [];
    new MutationObserver((l) => l.forEach((m) => m.addedNodes.forEach((x) => seen.push(x.textContent)))).observe(document.getElementById('toasts'), {childList: true});
    for (let i = 0; i < n - 2; ++i) {  // noise, which packs badly
      const b = crypto.getRandomValues(new Uint8Array(512));
      attractor.set('patterns.add', btoa(String.fromCharCode(...b)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''));
    }
    attractor.refused(() => {});
    attractor.said.length = 0;
  }, first);
  await disc(page, ['a.png', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png', 'g.png', 'h.png'], true);
  await until(page, () => seen.some((x) => x.includes('no room')));
  await drawn(page, 10);
  const {refused, notices} = await page.evaluate(() => ({refused: seen.filter((x) => x.includes('no room')).length, notices: attractor.said.filter((n) => n.level !== 'info').map((n) => n.text)}));
  t.note = `room for ${first} at first, ${(await value(page, 'greys')).length} characters at the end`;
  check(refused + notices.length === 1, `refused ${refused} times, notices ${notices}`);
});

const poison = (page) => page.evaluateOnNewDocument(() => {
  for (const C of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const real = C.prototype.getImageData;
    C.prototype.getImageData = function(...a) {
      const d = real.apply(this, a);
      for (let i = 0; i < d.data.length; ++i) d.data[i] = Math.random() * 256;
      return d;
    };
  }
});

test('a browser that answers with noise: no noise is stored, digits need no canvas', async (t) => {
  const plain = await open(t, 'hopfield?set=letters&count=2&side=16&play=0');
  await disc(plain, ['disc.png']);
  await until(plain, () => attractor.engine.describe().rows.find((r) => r.key === 'patterns').value.length > 10);
  const wanted = await value(plain, 'patterns');
  for (const decoder of [true, false]) {
    const page = await new_page(t);
    await poison(page);
    if (!decoder) await page.evaluateOnNewDocument(() => { delete globalThis.ImageDecoder; });
    await page.goto(`${t.home}#hopfield?set=letters&count=2&side=16&play=0`, {waitUntil: 'domcontentloaded'});
    await ready(page);
    const has = await page.evaluate(() => typeof ImageDecoder === 'function');
    await disc(page, ['disc.png']);
    await until(page, () => document.querySelector('.toast'));
    const words = (await toasts(page)).join();
    if (has) same(await value(page, 'patterns'), wanted, 'the picture that is stored');
    else {
      check(/noise/.test(words), words);
      same(await value(page, 'patterns'), '', 'what is stored');
    }
    const before = await value(page, 'patterns');
    await page.evaluate(() => attractor.pictures());
    await until(page, () => document.querySelectorAll('.digit').length >= 100);
    await page.evaluate(() => document.querySelector('.digit').click());
    await until(page, (b) => attractor.engine.describe().rows.find((r) => r.key === 'patterns').value !== b, before);
    await page.keyboard.press('Escape');
    await page.click('#share-button');
    await until(page, () => document.querySelector('#share > .row'));
    await page.evaluate(() => [...document.querySelectorAll('#share > .row button')].at(-1).click());
    await until(page, () => [...document.querySelectorAll('.toast')].some((x) => /mixes noise/.test(x.textContent)));
  }
});

// ---- saving --------------------------------------------------------------------------------------------------------------
const caught = (page) => page.evaluate(() => {
  globalThis.blobs = [];
  const real = URL.createObjectURL;
  URL.createObjectURL = (b) => {
    blobs.push(b);
    return real(b);
  };
});

test('curves for Excel', async (t) => {
  const page = await open(t, 'ising?L=32&play=0');
  await page.evaluate(() => attractor.engine.step(12));
  await until(page, () => attractor.engine.observe().step === 12);
  await caught(page);
  await page.evaluate(() => { HTMLAnchorElement.prototype.click = () => {}; });
  await page.click('#share-button');
  await until(page, () => document.querySelector('#share > .row'));
  const bytes = await page.evaluate(async () => {
    document.querySelectorAll('#share > .row button')[1].click();
    return [...new Uint8Array(await blobs[0].arrayBuffer())];
  });
  same(bytes.slice(0, 3).join(), '239,187,191', 'the mark of UTF-8');
  const lines = Buffer.from(bytes.slice(3)).toString().split('\r\n').filter(Boolean), cells = lines.map((l) => l.split(';'));
  check(cells[0].length >= 3 && cells.every((c) => c.length === cells[0].length), `columns: ${lines[0]}`);
  check(cells.at(-1).some((c) => /^-?\d+,\d+$/.test(c)) && !lines.slice(1).join('').includes('.'), `numbers: ${lines.at(-1)}`);
}, {once: true});

test('in a frame a picture opens to be kept by hand', async (t) => {
  const page = await deck(t, 'saving', `<iframe sandbox="allow-scripts allow-same-origin" src="${t.home}#ising?L=32&play=0" width="1000" height="640" title="x"></iframe>`);
  const frame = await inner(page);
  await frame_ready(frame);
  await frame.evaluate(() => document.getElementById('share-button').click());
  await frame.waitForFunction(() => document.querySelectorAll('#share > .row button').length === 3, {polling: 50, timeout: 40000});
  await frame.evaluate(() => [...document.querySelectorAll('#share > .row button')].at(-1).click());
  await frame.waitForFunction(() => document.querySelector('dialog img.saved')?.naturalWidth > 100, {polling: 50, timeout: 40000});
  check(/right button|press the picture/.test(await frame.evaluate(() => document.querySelector('dialog').textContent)), 'it says how');
});

// ---- eyes and ears -------------------------------------------------------------------------------------------------------
test('forced colours leave states visible; more contrast takes the projector theme', async (t) => {
  const page = await open(t, 'ising?play=0');
  await (await page.createCDPSession()).send('Emulation.setEmulatedMedia', {features: [{name: 'forced-colors', value: 'active'}]});  // puppeteer knows it not
  const look = (q) => page.evaluate((s) => {
    const c = getComputedStyle(document.querySelector(s));
    return [c.outlineStyle, c.outlineWidth, c.borderTopStyle, c.borderTopWidth].join();
  }, q);
  check(await look('.segments [aria-pressed="true"]') !== await look('.segments [aria-pressed="false"]'), 'pressed and not pressed look alike');
  const dark = await new_page(t);
  await (await dark.createCDPSession()).send('Emulation.setEmulatedMedia', {features: [{name: 'prefers-contrast', value: 'more'}]});
  for (const [link, theme] of [['ising?play=0', 'projector'], ['ising?play=0&theme=dark', 'dark']]) {
    await dark.goto('about:blank');
    await dark.goto(`${t.home}#${link}`, {waitUntil: 'domcontentloaded'});
    await ready(dark);
    same(await dark.evaluate(() => attractor.engine.describe().theme), theme, `theme of the canvas for ${link}`);
  }
}, {only: 'chromium'});  // only there can the driver say so

test('two notices in one frame are both read out', async (t) => {
  const page = await open(t, 'ising?play=0');
  await sleep(1000);
  const stood = await page.evaluate(async () => {
    const log = [];
    const note = () => log.push([performance.now(), [...document.querySelectorAll('[aria-live]')].map((p) => p.textContent).join('|')]);
    for (const p of document.querySelectorAll('#live, #live-next')) new MutationObserver(note).observe(p, {childList: true, characterData: true, subtree: true});
    attractor.refused(() => {
      attractor.set('T', 'x');
      attractor.set('L', 'y');
    });
    await new Promise((done) => setTimeout(done, 3500));
    note();
    return ['T:', 'L:'].map((name) => log.reduce((sum, [at, words], i) => sum + (words.includes(name) && i + 1 < log.length ? log[i + 1][0] - at : 0), 0));
  });
  check(stood.every((ms) => ms >= 500), `each stands for ${stood.map(Math.round)} ms`);
});
