// The network 784-128-10 (ReLU, softmax, log loss, plain gradient descent, batches of 32) in TensorFlow.js on its WebAssembly
// backend with SIMD, one thread. Prints: case, ns a batch.   node mlp_tf.mjs <node_modules with @tensorflow/tfjs-*>
import {createRequire} from 'node:module';
import {join} from 'node:path';

const require = createRequire(join(process.argv[2], 'any.js'));
const tf = require('@tensorflow/tfjs-core'), layers = require('@tensorflow/tfjs-layers');
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setThreadsCount(1);
wasm.setWasmPaths(join(process.argv[2], '@tensorflow/tfjs-backend-wasm/wasm-out/'));
await tf.setBackend('wasm');
await tf.ready();

const kBatch = 32, kSeconds = 2;
const model = layers.sequential({layers: [layers.layers.dense({inputShape: [784], units: 128, activation: 'relu'}), layers.layers.dense({units: 10})]});
model.compile({optimizer: tf.train.sgd(0.1), loss: (y, t) => tf.losses.softmaxCrossEntropy(y, t)});
const x = tf.randomUniform([kBatch, 784]), y = tf.cast(tf.oneHot(tf.tensor1d(Array.from({length: kBatch}, (_, i) => i % 10), 'int32'), 10), 'float32');
const step = async () => model.trainOnBatch(x, y);
for (let i = 0; i < 20; ++i) await step();
let best = Infinity;
for (const end = performance.now() + 1000 * kSeconds; performance.now() < end;) {
  const from = performance.now();
  for (let i = 0; i < 20; ++i) await step();
  best = Math.min(best, (performance.now() - from) / 20);
}
console.log(`TensorFlow.js wasm mlp 784-128-10 B=32,${(best * 1e6).toFixed(0)}`);
