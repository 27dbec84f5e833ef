// Trains the restricted Boltzmann machine that lessons begin with, by replaying its recipe, and packs it (core/library.h).
// Usage: node pretrain.mjs <replay program> <output file>
// The recipe is a link like any other: opened on the page it gives the same net, bit for bit.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { deflateRawSync } from 'node:zlib';

const RECIPE = '#rbm?data=mnist&examples=20000&hidden=256&method=pcd&particles=100&batch=100&rate=0.1&halving=8&seed=1&at=5000';
const VISIBLE = 784, HIDDEN = 256;

const [replay, output] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'attractor-'));
const names = ['weights', 'visible_biases', 'hidden_biases'];
const fields = names.flatMap((name) => ['--field', name, join(folder, name)]);
const started = Date.now();
const run = replay.endsWith('.js') ? spawnSync(process.execPath, [replay, RECIPE, ...fields], { encoding: 'utf8' })
  : spawnSync(replay, [RECIPE, ...fields], { encoding: 'utf8' });
if (run.status !== 0) throw new Error(`${replay}: ${run.stderr}`);
const [weights, a, b] = names.map((name) => {
  const bytes = readFileSync(join(folder, name));
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
});
rmSync(folder, { recursive: true });
if (weights.length !== VISIBLE * HIDDEN || a.length !== VISIBLE || b.length !== HIDDEN) throw new Error('the net has another size');

const scales = new Float32Array(HIDDEN), codes = new Int8Array(VISIBLE * HIDDEN);
weights.forEach((w, i) => { scales[i % HIDDEN] = Math.max(scales[i % HIDDEN], Math.abs(w)); });
weights.forEach((w, i) => { codes[i] = Math.round(127 * w / scales[i % HIDDEN]); });
const head = Buffer.alloc(16);
head.write('ANETS1\n', 0, 'latin1');
head.writeUInt32LE(VISIBLE, 8);
head.writeUInt32LE(HIDDEN, 12);
const floats = (v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength);
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, Buffer.concat([head, floats(a), floats(b), floats(scales), deflateRawSync(Buffer.from(codes.buffer), { level: 9 })]));
console.log(`Trained in ${Math.round((Date.now() - started) / 1000)} s: ${(run.stdout.match(/hash .*/) ?? [''])[0]}`);
