// Trains the nets that lessons begin with, by replaying their recipes, and packs them.
// Usage: node pretrain.mjs <replay program> <folder>
// A recipe is a link like any other: opened on the page it gives the same net, bit for bit. What must come of it is written here:
// nets that are there and hold it are left alone; one that trains to anything else stops the build.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { digest, pack } from './arrays.mjs';

const RECIPES = [
  {
    link: '#rbm?data=mnist&examples=20000&hidden=256&method=pcd&particles=100&batch=100&rate=0.1&halving=8&seed=1&at=5000&h=c3745e69',
    nets: [{ file: 'rbm-mnist', visible: 784, hidden: 256, fields: ['weights', 'visible_biases', 'hidden_biases'],
      sha256: '3ef04ec74e9a5a78fbca571dab3ff6f8b3e3f88d744eb88e15b67787de410829' }],
  },
  { // begins with the net above
    link: '#dbn?data=mnist&examples=20000&layers=3&first=256&second=256&third=512&trained=first&turned=0&batch=50&rate=0.1&halving=5'
      + '&decay=0.0005&k=5&discriminative=5&passes=10&seed=1&at=8000&h=d715fc29',
    nets: [{ file: 'dbn-mnist-2', visible: 256, hidden: 256, fields: ['weights2', 'a2', 'b2'],
      sha256: '2954419534836d1d6f89c63febef035edb522b1f0a810c03ebba64aa1f3e3aab' },
    { file: 'dbn-mnist-3', visible: 266, hidden: 512, fields: ['weights3', 'a3', 'b3'],
      sha256: '4c3f5fe733e71c036a74f645726c3d17b5c80d206a880f965f2c0c4546b02c38' }],
  },
  { // 99 of 100 test digits right
    link: '#cnn?data=mnist&start=random&examples=60000&tests=1000&first=8&second=16&batch=32&rate=0.05&halving=1&momentum=0.9'
      + '&decay=0.0001&seed=1&at=11250&h=35b54bbf',
    nets: [{ file: 'cnn-mnist', fields: ['weights'], sha256: '5bdff219993a8a474f828ab8e333e945badab39db549c77d12b89362228b45f6' }],
  },
];

function train(replay, link, names) {
  const folder = mkdtempSync(join(tmpdir(), 'attractor-'));
  const fields = names.flatMap((name) => ['--field', name, join(folder, name)]);
  const started = Date.now();
  const [program, ...first] = replay.endsWith('.js') ? [process.execPath, replay] : [replay];
  const run = spawnSync(program, [...first, link, ...fields], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${replay} ${link}: ${run.stderr}${run.stdout.slice(-200)}`);
  console.log(`Trained in ${Math.round((Date.now() - started) / 1000)} s: ${(run.stdout.match(/hash .*/) ?? [''])[0]}`);
  const values = Object.fromEntries(names.map((name) => {
    const bytes = readFileSync(join(folder, name));
    return [name, new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)];
  }));
  rmSync(folder, { recursive: true });
  return values;
}

// Weights as whole numbers, with a scale for each hidden unit (core/models/trained_rbm.h).
function packed({ visible, hidden }, weights, below, above) {
  const scales = new Float32Array(hidden), codes = new Int8Array(visible * hidden);
  weights.forEach((w, i) => { scales[i % hidden] = Math.max(scales[i % hidden], Math.abs(w)); });
  weights.forEach((w, i) => { codes[i] = Math.round(127 * w / scales[i % hidden]); });
  return pack([
    { name: 'visible_biases', type: 'f32', shape: [visible], data: below },
    { name: 'hidden_biases', type: 'f32', shape: [hidden], data: above },
    { name: 'scales', type: 'f32', shape: [hidden], data: scales },
    { name: 'weights', type: 'i8', shape: [visible, hidden], data: codes },
  ]);
}

// All weights as they are (core/models/networks/cnn.h).
const whole = (weights) => pack([{ name: 'weights', type: 'f32', shape: [weights.length], data: weights }]);

function holds(path, sha256) {
  try {
    return digest(readFileSync(path)) === sha256;
  } catch {
    return false; // absent, cut short, or no net
  }
}

const [replay, output] = process.argv.slice(2);
mkdirSync(output, { recursive: true });
for (const { link, nets } of RECIPES) {
  if (nets.every(({ file, sha256 }) => holds(join(output, `${file}.bin`), sha256))) continue;
  const values = train(replay, link, nets.flatMap((net) => net.fields));
  for (const net of nets) {
    const { file, sha256, fields: [w, a, b] } = net;
    const bytes = a ? packed(net, values[w], values[a], values[b]) : whole(values[w]), is = digest(bytes);
    if (is !== sha256) throw new Error(`${file}: trained to ${is} instead of ${sha256}`);
    const path = join(output, `${file}.bin`);
    writeFileSync(`${path}.tmp`, bytes);
    renameSync(`${path}.tmp`, path);
  }
}
