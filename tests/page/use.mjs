// Using the page: pictures, keyboard, screen readers, phones, sharp pixels, a lost graphics context.

import {canvas_is_drawn, check, drawn, observe, open, same, test, until} from './harness.mjs';

const pattern_text = (page) => page.evaluate(() => attractor.engine.describe().rows.find((r) => r.key === 'patterns')?.value ?? '');

// Drops a file made in the page: a black disc on white, or whatever bytes are given.
const drop = (page, what) => page.evaluate(async (w) => {
  let blob;
  if (w.bytes) {
    blob = new Blob([new Uint8Array(w.bytes)], {type: w.type});
  } else {
    const c = document.createElement('canvas');
    c.width = w.width;
    c.height = w.height;
    const g = c.getContext('2d');
    g.fillStyle = '#fff';
    g.fillRect(0, 0, c.width, c.height);
    if (!w.flat) {
      g.fillStyle = '#222';
      g.beginPath();
      g.arc(c.width / 2, c.height / 2, Math.min(c.width, c.height) / 4, 0, 7);
      g.fill();
    }
    blob = await new Promise((done) => c.toBlob(done, 'image/png'));
  }
  const files = new DataTransfer();
  files.items.add(new File([blob], w.name, {type: w.type ?? blob.type}));
  document.getElementById('canvas').dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
}, what);
const toasted = (page, words) => until(page, (w) => [...document.querySelectorAll('.toast')].some((x) => x.textContent.includes(w)), words);

test('a dropped picture becomes a pattern', async (t) => {
  const page = await open(t, 'hopfield?set=letters&count=2&side=16&play=0');
  same(await pattern_text(page), '', 'own pictures at first');
  await drop(page, {name: 'disc.png', width: 300, height: 200});
  await toasted(page, 'stored');
  const one = await pattern_text(page);
  check(one.length > 10, `packed pictures: ${one}`);
  await drop(page, {name: 'other.png', width: 64, height: 64});
  await until(page, (w) => attractor.engine.describe().rows.find((r) => r.key === 'patterns').value !== w, one);
  // Dark is ink: the middle of the disc is +1, the corner is -1. Own pictures come last, so cue 3 shows the disc.
  const bits = await page.evaluate(() => attractor.link());
  check(/patterns=[\w-]{10,}/.test(bits), 'the picture travels in the link');
});

test('a machine that learns bars turns to a dropped picture, and takes more', async (t) => {
  const page = await open(t, 'rbm?data=bars&side=3&play=0');
  const value = (key) => page.evaluate((k) => attractor.engine.describe().rows.find((r) => r.key === k).value, key);
  await drop(page, {name: 'disc.png', width: 300, height: 200});
  await toasted(page, 'stored');
  await until(page, () => attractor.engine.describe().rows.find((r) => r.key === 'data').value === 'own');
  same(await value('side'), '28', 'in the size of handwriting');
  const one = await pattern_text(page);
  await drop(page, {name: 'other.png', width: 64, height: 64});
  await until(page, (w) => attractor.engine.describe().rows.find((r) => r.key === 'patterns').value !== w, one);
  check((await pattern_text(page)).length >= one.length, 'both are there');
});

test('a dropped picture keeps its greys where the memory takes them', async (t) => {
  const page = await open(t, 'modern?set=letters&count=2&side=16&play=0');
  await drop(page, {name: 'disc.png', width: 300, height: 200});
  await toasted(page, 'stored');
  same(await pattern_text(page), '', 'black and white pictures');
  check((await page.evaluate(() => attractor.link())).includes('greys='), 'the grey picture travels in the link');
  const stored = await page.evaluate(() => attractor.engine.describe().rows.find((r) => r.key === 'greys').value);
  await page.evaluate(() => attractor.set('patterns.remove', '0'));
  check(stored.length > 10 && await page.evaluate(() => !attractor.engine.describe().rows.find((r) => r.key === 'greys').value), 'removed again');
});

test('the text memory: a cue is typed, sentences are edited, what does not fit is told', async (t) => {
  const page = await open(t, 'textmemory?play=0');
  await until(page, () => !document.getElementById('memories').hidden);
  const words = () => page.evaluate(() => attractor.engine.observe().words);
  await page.evaluate(() => {
    const cue = document.getElementById('memories-cue');
    cue.value = 'late spring';
    cue.form.requestSubmit();
  });
  await until(page, () => attractor.engine.observe().texts.cue?.[0] === 'late spring');
  check((await words()).length > 0, 'it answers in words');
  const lines = await page.evaluate(() => {
    const box = document.getElementById('memories-lines');
    box.value = 'first sentence\nsecond sentence';
    box.dispatchEvent(new Event('change'));
    return attractor.engine.observe().texts.weights.length;
  });
  same(lines, 2, 'sentences');
  await page.evaluate(() => {
    const box = document.getElementById('memories-lines');
    box.value = 'x\n'.repeat(500);
    box.dispatchEvent(new Event('change'));
  });
  await until(page, () => document.querySelector('#memories .wrong').textContent.length > 0);
  same(await page.evaluate(() => attractor.engine.observe().texts.weights.length), 2, 'sentences after a refusal');
});

test('bad files are refused with a notice', async (t) => {
  const page = await open(t, 'hopfield?set=letters&count=2&play=0');
  await drop(page, {name: 'notes.txt', type: 'text/plain', bytes: [72, 105]});
  await toasted(page, 'notes.txt');
  await drop(page, {name: 'broken.png', type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 1, 2, 3]});
  await toasted(page, 'broken.png');
  const bomb = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 2, 0, 0, 0];
  await drop(page, {name: 'bomb.png', type: 'image/png', bytes: bomb});
  await toasted(page, 'bomb.png');
  await drop(page, {name: 'white.png', width: 50, height: 50, flat: true});
  await toasted(page, 'white.png');
  same(await pattern_text(page), '', 'own pictures');
  await page.evaluate(() => attractor.open('ising?play=0'));
  await drop(page, {name: 'disc.png', width: 60, height: 60});
  await toasted(page, 'stores no pictures');
});

test('handwritten digits are fetched when asked for, and stored', async (t) => {
  const page = await open(t, 'hopfield?set=letters&count=2&side=16&play=0');
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').some((e) => e.name.includes('mnist-')));
  check(!await fetched(), 'the digits were fetched before anybody asked');
  await page.evaluate(() => attractor.pictures());
  await until(page, () => document.querySelectorAll('.digit').length >= 100);
  await page.evaluate(() => document.querySelectorAll('.chip')[4].click());
  check(await page.evaluate(() => [...document.querySelectorAll('.digit:not([hidden])')].every((d) => d.dataset.label === '3')), 'only threes are shown');
  await page.evaluate(() => document.querySelector('.digit:not([hidden])').click());
  await until(page, () => document.querySelectorAll('.digit.taken').length === 1);
  check((await pattern_text(page)).length > 10, 'the digit is stored');
  await page.keyboard.press('Escape');
  await until(page, () => !document.querySelector('dialog'));
});

test('no focus is taken on load; Tab enters and leaves the canvas', async (t) => {
  const page = await open(t, 'ising?play=0');
  same(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'focus after loading');
  await page.evaluate(() => document.getElementById('canvas').focus());
  await page.keyboard.press('Tab');
  await drawn(page);
  const at = await page.evaluate(() => ({inside: document.getElementById('mirror').contains(document.activeElement), id: document.activeElement.id}));
  check(at.inside, `after Tab the focus is at "${at.id}"`);
  await page.keyboard.down('Shift');
  await page.keyboard.press('Tab');
  await page.keyboard.up('Shift');
  same(await page.evaluate(() => document.activeElement.id), 'canvas', 'after Shift+Tab');
});

test('typing in a field of the page stays there', async (t) => {
  const page = await open(t, 'ising?play=0');
  await page.evaluate(() => {
    const f = document.createElement('input');
    f.id = 'field';
    document.body.append(f);
    f.focus();
  });
  await page.keyboard.type('a b-1');
  same(await page.evaluate(() => document.getElementById('field').value), 'a b-1', 'the field');
  await page.keyboard.press('Backspace');
  same(await page.evaluate(() => document.getElementById('field').value), 'a b-', 'the field');
  check(!(await observe(page)).playing, 'Space reached the canvas');
});

test('the mirror for screen readers works', async (t) => {
  const page = await open(t, 'ising?L=32&T=2&play=0');
  const facts = await page.evaluate(() => {
    const box = document.getElementById('mirror');
    const unnamed = [...box.querySelectorAll('input, select, button')].filter((e) => !(e.labels?.length || e.textContent.trim())).map((e) => e.id);
    return {unnamed, rows: attractor.engine.describe().rows.filter((r) => r.kind !== 'text').length, controls: box.querySelectorAll('.mirror-row').length,
      values: box.querySelectorAll('tbody tr').length, canvas: document.getElementById('canvas').getAttribute('aria-label')};
  });
  same(facts.unnamed.join(), '', 'controls without a name');
  same(facts.controls, facts.rows, 'controls');
  check(facts.values >= 4, `${facts.values} values`);
  check(facts.canvas.length > 20, 'the canvas has a label');
  await page.evaluate(() => {
    const range = document.getElementById('m-T');
    range.value = '3';
    range.dispatchEvent(new Event('change'));
    document.getElementById('m-step').click();
  });
  await until(page, () => Number(attractor.engine.describe().rows.find((r) => r.key === 'T').value) === 3 && attractor.engine.observe().step === 1);
  await page.evaluate(() => document.getElementById('m-play').click());
  await until(page, () => attractor.engine.observe().playing);
  await page.evaluate(() => attractor.open('frustration?system=triangular&play=0'));  // where no bond is drawn at random
  await until(page, () => document.getElementById('m-p-idle')?.hidden === false && document.getElementById('m-L-idle').hidden);
  await page.evaluate(() => attractor.set('system', 'pmj'));
  await until(page, () => document.getElementById('m-p-idle').hidden);
});

test('a value can be typed over the canvas', async (t) => {
  const page = await open(t, 'ising?L=32&T=2&play=0');
  await page.evaluate(() => attractor.edit(JSON.stringify({key: 'T', label: 'Temperature', value: '2', x: 100, y: 100, w: 80, h: 30})));
  await page.keyboard.type('1,25');
  await page.keyboard.press('Enter');
  await until(page, () => attractor.engine.describe().rows.find((r) => r.key === 'T').value === '1.25' && !document.getElementById('edit'));
  await page.evaluate(() => attractor.edit(JSON.stringify({key: 'T', label: 'Temperature', value: '1.25', x: 1e6, y: -50, w: 80, h: 30})));
  await page.keyboard.type('4');
  await page.keyboard.press('Escape');
  await until(page, () => !document.getElementById('edit'));
  same(await page.evaluate(() => attractor.engine.describe().rows.find((r) => r.key === 'T').value), '1.25', 'T after Escape');
  await page.evaluate(() => attractor.set_lang('ru'));
  await until(page, () => /Поделиться/.test(document.getElementById('share-button').textContent));  // its words have come
  await page.evaluate(() => {
    attractor.edit(JSON.stringify({key: 'T', label: 'Temperature', value: '1.25', x: 100, y: 100, w: 80, h: 30}));
  });
  same(await page.evaluate(() => document.getElementById('edit').value), '1,25', 'what is to be changed, in Russian');
  await page.evaluate(() => attractor.edit(JSON.stringify({key: 'B', label: 'Field', value: '0', x: 100, y: 100, w: 80, h: 30})));
  await page.keyboard.type('−2,5e-1');
  await page.keyboard.press('Enter');
  await until(page, () => attractor.engine.describe().rows.find((r) => r.key === 'B').value === '-0.25');
});

test('the Share popover holds link, snippet, CSV and picture', async (t) => {
  const page = await open(t, 'ising?L=32&play=0');
  await page.evaluate(() => attractor.engine.step(30));
  await until(page, () => attractor.engine.observe().step === 30);
  await page.click('#share-button');
  await until(page, () => document.querySelector('#share textarea')?.value.includes('<iframe'));
  const snippet = await page.evaluate(() => document.querySelector('#share textarea').value);
  for (const part of ['title="', 'loading="lazy"', 'allowfullscreen', 'aspect-ratio', 'ui=min']) check(snippet.includes(part), `the snippet has ${part}`);
  const saved = await page.evaluate(async () => {
    const got = [];
    const make_url = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      got.push(blob);
      return make_url(blob);
    };
    HTMLAnchorElement.prototype.click = function() {};
    const [csv, , png] = document.querySelectorAll('#share > .row button');
    csv.click();
    png.click();
    for (let i = 0; i < 100 && got.length < 2; ++i) await new Promise((done) => setTimeout(done, 50));
    return Promise.all(got.map(async (b) => ({type: b.type, size: b.size, head: b.type === 'text/csv' ? (await b.text()).split('\n').slice(0, 2) : []})));
  });
  same(saved.map((s) => s.type).sort().join(), 'image/png,text/csv', 'files');
  const csv = saved.find((s) => s.type === 'text/csv'), png = saved.find((s) => s.type === 'image/png');
  check(csv.head[0].includes('step') && csv.head[0].split(',').length >= 3, `CSV: ${csv.head}`);
  check(png.size > 3000, `the picture has ${png.size} bytes`);
});

test('a phone: everything fits, the text opens as a sheet', async (t) => {
  for (const lesson of ['ising', 'hopfield']) {
    const page = await open(t, `${lesson}?play=0`, {width: 390, height: 844, dpr: 2, phone: true});
    for (const theme of ['projector', 'light']) {
      for (const lang of ['ru', 'en']) {
        await page.evaluate((l, x) => {
          attractor.set_lang(l);
          attractor.set_theme(x);
        }, lang, theme);
        await until(page, (l) => document.querySelector('#article article').lang === l, lang);
        const right = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.getElementById('share-button').getBoundingClientRect().right));
        check(right <= 390, `${theme}, ${lang}: the page is ${right} px wide`);
      }
    }
    await canvas_is_drawn(page, lesson);
    await page.evaluate(() => document.getElementById('text-button').click());
    await until(page, () => {
      const r = document.getElementById('text').getBoundingClientRect();
      return r.width >= innerWidth - 1 && r.height > 600;
    });
    check(await page.evaluate(() => document.getElementById('article').scrollWidth <= innerWidth), 'the text fits');
    await page.evaluate(() => document.getElementById('text-close').click());
    await until(page, () => document.getElementById('text').offsetParent === null);
    await page.evaluate(() => document.getElementById('menu').showPopover());
    const menu = await page.evaluate(() => document.getElementById('menu').getBoundingClientRect().toJSON());
    check(menu.left >= 0 && menu.right <= 390, 'the menu fits');
  }
});

test('pixels are sharp at any ratio, and stay so when the text column goes', async (t) => {
  for (const dpr of [1, 1.5, 2]) {
    const page = await open(t, 'ising?play=0', {width: 1200, height: 700, dpr});
    const sharp = () => {
      const c = document.getElementById('canvas'), r = c.getBoundingClientRect();
      return Math.abs(c.width - r.width * devicePixelRatio) <= 1.5 && Math.abs(c.height - r.height * devicePixelRatio) <= 1.5;
    };
    await until(page, sharp);
    const before = await page.evaluate(() => document.getElementById('canvas').width);
    await page.evaluate(() => document.getElementById('text-button').click());
    await until(page, (w) => document.getElementById('canvas').width > w, before);
    await until(page, sharp);
    await page.setViewport({width: 900, height: 600, deviceScaleFactor: dpr});
    await until(page, sharp);
    await canvas_is_drawn(page, `ratio ${dpr}`);
    await page.evaluate(() => localStorage.clear());  // the column's state is remembered
  }
});

test('a lost graphics context comes back', async (t) => {
  for (const lesson of ['ising?L=32', 'hopfield']) {
    const page = await open(t, `${lesson}&play=0`.replace('hopfield&', 'hopfield?'));
    await page.evaluate(() => {
      globalThis.lose = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
      lose.loseContext();
    });
    await until(page, () => [...document.querySelectorAll('.toast')].length > 0);
    await page.evaluate(() => attractor.engine.step(1));
    await drawn(page, 4);
    await page.evaluate(() => lose.restoreContext());
    await until(page, () => !document.getElementById('canvas').getContext('webgl2').isContextLost());
    await drawn(page, 10);
    await page.evaluate(() => {
      document.getElementById('canvas').getContext('webgl2').getError();  // what was said about names of the old context
      attractor.engine.step(1);
    });
    await drawn(page, 10);
    await canvas_is_drawn(page, lesson);
    const errors = await page.evaluate(() => document.getElementById('canvas').getContext('webgl2').getError());
    same(errors, 0, 'WebGL error in the frames after restoring');
  }
});
