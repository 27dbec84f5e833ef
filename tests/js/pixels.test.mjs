// Pictures made smaller or larger without a canvas: web/page/pixels.js.   node --test tests/js
import assert from 'node:assert/strict';
import test from 'node:test';
import {resampled} from '../../web/page/pixels.js';

const grid = (w, h, f) => Uint8Array.from({length: w * h}, (_, i) => f(i % w, Math.floor(i / w)));

test('the same size is the same picture', () => {
  const p = grid(7, 7, (x, y) => 30 * x + 3 * y);
  assert.deepEqual(resampled(p, 7, 7, 7), p);
});

test('cells are means of what they lie on, and of the middle square alone', () => {
  assert.deepEqual([...resampled(grid(4, 4, (x) => (x < 2 ? 0 : 200)), 4, 4, 2)], [0, 200, 0, 200]);
  assert.deepEqual([...resampled(grid(3, 3, (x) => 90 * x), 3, 3, 2)], [30, 150, 30, 150]);
  assert.deepEqual([...resampled(grid(6, 2, (x) => (x === 2 || x === 3 ? 100 : 0)), 6, 2, 2)], [100, 100, 100, 100]);
});

test('a mean stays a mean at every size, and values stay within those there are', () => {
  for (const side of [2, 5, 8, 28, 33, 64]) {
    const flat = resampled(grid(28, 28, () => 77), 28, 28, side);
    assert.ok(flat.length === side * side && flat.every((v) => v === 77), `${side}`);
    const out = resampled(grid(28, 28, (x, y) => (x + y) % 2 * 255), 28, 28, side);
    assert.ok(out.every((v) => v >= 0 && v <= 255));
  }
});
