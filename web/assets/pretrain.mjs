// Trains the nets that lessons begin with, by replaying their recipes, and packs them (core/library.h).
// Usage: node pretrain.mjs <replay program> <folder>
// A recipe is a link like any other: opened on the page it gives the same net, bit for bit.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { deflateRawSync } from 'node:zlib';

const RECIPES = [
  {
    link: '#rbm?data=mnist&examples=20000&hidden=256&method=pcd&particles=100&batch=100&rate=0.1&halving=8&seed=1&at=5000',
    nets: [{ file: 'rbm-mnist', visible: 784, hidden: 256, fields: ['weights', 'visible_biases', 'hidden_biases'] }],
  },
  { // begins with the net above
    link: '#dbn?data=mnist&examples=20000&layers=3&first=256&second=256&third=512&trained=first&turned=0&batch=50&rate=0.1&halving=5'
      + '&decay=0.0005&k=5&discriminative=5&passes=10&seed=1&at=8000',
    nets: [{ file: 'dbn-mnist-2', visible: 256, hidden: 256, fields: ['weights2', 'a2', 'b2'] },
      { file: 'dbn-mnist-3', visible: 266, hidden: 512, fields: ['weights3', 'a3', 'b3'] }],
  },
];

function train(replay, link, names) {
  const folder = mkdtempSync(join(tmpdir(), 'attractor-'));
  const fields = names.flatMap((name) => ['--field', name, join(folder, name)]);
  const started = Date.now();
  const [program, ...first] = replay.endsWith('.js') ? [process.execPath, replay] : [replay];
  const run = spawnSync(program, [...first, link, ...fields], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${replay}: ${run.stderr}`);
  console.log(`Trained in ${Math.round((Date.now() - started) / 1000)} s: ${(run.stdout.match(/hash .*/) ?? [''])[0]}`);
  const values = Object.fromEntries(names.map((name) => {
    const bytes = readFileSync(join(folder, name));
    return [name, new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)];
  }));
  rmSync(folder, { recursive: true });
  return values;
}

function pack(visible, hidden, weights, below, above) {
  if (weights.length !== visible * hidden || below.length !== visible || above.length !== hidden) throw new Error('the net has another size');
  const scales = new Float32Array(hidden), codes = new Int8Array(visible * hidden);
  weights.forEach((w, i) => { scales[i % hidden] = Math.max(scales[i % hidden], Math.abs(w)); });
  weights.forEach((w, i) => { codes[i] = Math.round(127 * w / scales[i % hidden]); });
  const head = Buffer.alloc(16);
  head.write('ANETS1\n', 0, 'latin1');
  head.writeUInt32LE(visible, 8);
  head.writeUInt32LE(hidden, 12);
  const floats = (v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength);
  return Buffer.concat([head, floats(below), floats(above), floats(scales), deflateRawSync(Buffer.from(codes.buffer), { level: 9 })]);
}

const [replay, output] = process.argv.slice(2);
mkdirSync(output, { recursive: true });
for (const { link, nets } of RECIPES) {
  const values = train(replay, link, nets.flatMap((net) => net.fields));
  for (const { file, visible, hidden, fields: [w, a, b] } of nets)
    writeFileSync(join(output, `${file}.bin`), pack(visible, hidden, values[w], values[a], values[b]));
}
