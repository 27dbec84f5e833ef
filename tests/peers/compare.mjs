#!/usr/bin/env node
// Ours against theirs on one machine, in turn: a noisy neighbour slows down both. Medians over the rounds; of the ratios of each
// round the median, the least and the largest; and the ratio of the best of all rounds. Not part of the test run.
//
//   apt-get install python3-sklearn libopenblas0-pthread      (theirs; one thread)
//   (TensorFlow.js is fetched from npm into build/peers)
//   node tests/peers/compare.mjs [--rounds 5] [rbm|hopfield|modern|ising|mlp ...]      exit 1 where a median misses its target
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)), root = join(here, '../..');
const kOneThread = {OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1'};

function lines(command, ...args) {
  const run = spawnSync(command, args, {encoding: 'utf8', env: {...process.env, ...kOneThread}});
  if (run.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${run.error ?? run.stderr}`);
  return run.stdout.trim().split('\n').map((line) => line.split(','));
}
// Our CSV: case, ns a step, rate. Theirs: case, then ns (or, of the RBM, samples a second).
const pace = (row, column, scale) => [row[0], scale ? scale / Number(row[column]) : Number(row[column])];
const wasm = (filter) => lines('node', join(root, 'build/wasm/bench.js'), filter).map((r) => pace(r, 1, 1e9));
const native = (filter) => lines(join(root, 'build/gcc/bench'), filter).map((r) => pace(r, 1, 1e9));
const python = (name, scale) => lines('/usr/bin/python3', join(here, name)).map((r) => pace(r, 1, scale));
const script = (name, ...args) => lines('node', join(here, name), ...args).map((r) => pace(r, 1, 1e9));

// Where TensorFlow.js is; brought when it is first asked for.
function tensorflow() {
  const at = join(root, 'build/peers');
  if (!existsSync(join(at, 'node_modules/@tensorflow'))) {
    mkdirSync(at, {recursive: true});
    lines('npm', 'install', '--prefix', at, '--no-fund', '--no-audit', ...['core', 'layers', 'backend-wasm', 'backend-cpu'].map((p) => `@tensorflow/tfjs-${p}@4.22.0`));
  }
  return join(at, 'node_modules');
}

// What is asked in turn, and which line of one is held against which of the other: work per call (ours, theirs), the target.
const kPeers = {
  rbm: {
    ask: [() => wasm('rbm CD-1'), () => python('rbm_sklearn.py')],
    pairs: [100, 10].flatMap((b) => [
      {ours: `rbm CD-1 784x500 B=${b}`, theirs: `scikit-learn BernoulliRBM float64 784x500 B=${b}`, work: b, target: b === 100 ? 2.5 : 3},
      {ours: `rbm CD-1 784x500 B=${b}`, theirs: `numpy float32 CD-1 784x500 B=${b}`, work: b},
    ]),
  },
  hopfield: {
    ask: [() => wasm('hopfield packed'), () => python('hopfield_numpy.py', 1e9)],
    pairs: [
      {ours: 'hopfield packed step N=4096 P=100', theirs: 'numpy overlap form N=4096 P=100', target: 2},
      {ours: 'hopfield packed step N=4096 P=100', theirs: 'numpy matrix form N=4096 P=100', target: 50},
    ],
  },
  modern: {
    ask: [() => wasm('modern query'), () => python('modern_numpy.py', 1e9)],
    pairs: [{ours: 'modern query N=784 K=10000 bits', theirs: /^numpy .* query/, target: 12}],
  },
  ising: {
    ask: [() => wasm('L=1024 metropolis'), () => native('L=1024 metropolis').map(([name, x]) => [`native ${name}`, x]), () => script('ising.mjs')],
    pairs: [
      {ours: 'ising checkerboard L=1024 metropolis', theirs: 'native ising checkerboard L=1024 metropolis', target: 0.9},
      {ours: 'ising checkerboard L=1024 metropolis', theirs: /^JavaScript/, target: 20},
    ],
  },
  mlp: {
    ask: [() => wasm('mlp 784'), () => native('mlp 784').map(([name, x]) => [`native ${name}`, x]), () => python('mlp_sklearn.py', 1e9), () => script('mlp_tf.mjs', tensorflow())],
    pairs: [
      {ours: 'mlp 784-128-10 ReLU B=32', theirs: 'TensorFlow.js wasm mlp 784-128-10 B=32', target: 3},
      {ours: 'mlp 784-128-10 ReLU B=32', theirs: 'scikit-learn MLPClassifier float32 784-128-10 B=32', target: 1.5},
      {ours: 'mlp 784-128-10 ReLU B=32', theirs: 'native mlp 784-128-10 ReLU B=32', target: 0.85},
    ],
  },
};

const median = (x) => [...x].sort((a, b) => a - b)[x.length >> 1];
const show = (x) => (x >= 1000 ? Math.round(x).toLocaleString('en') : x.toPrecision(3));

const args = process.argv.slice(2), at = args.indexOf('--rounds');
const rounds = at < 0 ? 5 : Number(args.splice(at, 2)[1]);
const chosen = args.length ? args : Object.keys(kPeers);
if (!(rounds >= 1) || chosen.some((name) => !kPeers[name])) {
  console.error(`peers: ${Object.keys(kPeers).join(' ')}`);
  process.exit(2);
}
let missed = 0;
for (const name of chosen) {
  const {ask, pairs} = kPeers[name], seen = [];
  for (let round = 0; round < rounds; ++round) seen.push(ask.flatMap((f) => f()));
  const find = (rows, key) => {
    const row = rows.find(([c]) => (key instanceof RegExp ? key.test(c) : c === key));
    if (!row) throw new Error(`no line for ${key}`);
    return row;
  };
  for (const {ours, theirs, work = 1, target} of pairs) {
    const a = seen.map((rows) => find(rows, ours)[1] * work), b = seen.map((rows) => find(rows, theirs)[1]);
    const ratios = a.map((x, i) => x / b[i]), ratio = median(ratios);
    const verdict = target === undefined ? '' : ratio >= target ? `, target ${target}` : `, BELOW the target of ${target}`;
    missed += target !== undefined && ratio < target;
    console.log(`${ours}: ${show(median(a))}/s against ${show(median(b))}/s of ${find(seen[0], theirs)[0]}: ` +
        `${show(ratio)} times (${show(Math.min(...ratios))} to ${show(Math.max(...ratios))}; of the bests ` +
        `${show(Math.max(...a) / Math.max(...b))})${verdict}`);
  }
}
process.exit(missed ? 1 : 0);
