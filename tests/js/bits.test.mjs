// Pictures and texts as bits: web/page/bits.js.   node --test tests/js
import assert from 'node:assert/strict';
import {deflateSync} from 'node:zlib';
import test from 'node:test';
import {base64url, grey_cells, is_flat, otsu, packed, packed_text, size_in} from '../../web/page/bits.js';

const bytes_of = (text) => [...Buffer.from(text, 'base64url')];

test('base64url is that of RFC 4648, without padding', () => {
  for (let n = 0; n < 40; ++n) {
    const bytes = Uint8Array.from({length: n}, (_, i) => (i * 97 + n) & 255);
    assert.equal(base64url(bytes), Buffer.from(bytes).toString('base64url'));
  }
  assert.equal(packed_text('ё, Hopfield'), `r${Buffer.from('ё, Hopfield').toString('base64url')}`);
});

test("Otsu's threshold lies between two heaps, and maximises the variance between the classes", () => {
  const heaps = [...Array(50).fill(40), ...Array(70).fill(200), 41, 199];
  const cut = otsu(heaps);
  assert.ok(cut >= 41 && cut < 199);
  const variance = (c) => {
    const below = heaps.filter((v) => v <= c), above = heaps.filter((v) => v > c), mean = (a) => a.reduce((x, y) => x + y, 0) / a.length;
    return below.length && above.length ? below.length * above.length * (mean(below) - mean(above)) ** 2 : 0;
  };
  for (let c = 0; c < 256; ++c) assert.ok(variance(c) <= variance(cut) + 1e-6, `${c}`);
});

test('a picture becomes bits, row by row, the first cell the highest bit; greys four bits a cell', () => {
  const gray = [0, 255, 255, 0, 255, 255, 255, 0, 0];
  assert.deepEqual(bytes_of(packed(gray, false)), [0b10010001, 0b10000000]);
  assert.deepEqual(bytes_of(packed([255, 0, 153], true)), [0x0f, 0x60]);
});

test('cells are means of luminance', () => {
  const pixels = new Uint8Array(4 * 16);
  for (let y = 0; y < 4; ++y) for (let x = 0; x < 4; ++x) pixels.set(x < 2 ? [255, 255, 255, 255] : y < 2 ? [0, 0, 0, 255] : [0, 255, 0, 255], 4 * (4 * y + x));
  assert.deepEqual([...grey_cells(pixels, 2, 2)], [255, 0, 255, 182]);
});

test('a flat picture is one', () => {
  assert.ok(is_flat([100, 104, 99]));
  assert.ok(!is_flat([100, 120, 100]));
});

test('sizes are found in the first bytes of files; what is cut or foreign has none', () => {
  const of = (...parts) => new Uint8Array(Buffer.concat(parts.map((p) => Buffer.from(p)))).buffer;
  const be = (...values) => values.flatMap((v) => [v >>> 24, (v >> 16) & 255, (v >> 8) & 255, v & 255]);
  const png = of([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], be(13), 'IHDR', be(640, 480), [8, 2, 0, 0, 0]);
  assert.deepEqual(size_in(png), [640, 480]);
  assert.deepEqual(size_in(of('GIF89a', [0x40, 1, 0xf0, 0], [0, 0, 0])), [320, 240]);
  const jpeg = of([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 17, 8, 1, 0xe0, 2, 0x80, 3], Array(20).fill(0));
  assert.deepEqual(size_in(jpeg), [640, 480]);
  const vp8x = of('RIFF', be(0), 'WEBPVP8X', be(0), [0, 0, 0, 0], [0x7f, 2, 0], [0xdf, 1, 0], [0]);
  assert.deepEqual(size_in(vp8x), [640, 480]);
  for (const whole of [png, jpeg, vp8x, of(deflateSync('x'))])
    for (let n = 0; n < Math.min(16, whole.byteLength); ++n) assert.equal(size_in(whole.slice(0, n)), null);
});
