// What careful JavaScript does: one Metropolis sweep of the L = 1024 checkerboard, bytes, a table of acceptances, xorshift128.
//   node tests/peers/ising.mjs        CSV: case, ns a sweep, flips/ns, m; compare with "ising checkerboard L=1024" of tests/bench
const L = 1024, T = 2.27, spins = new Int8Array(L * L).fill(1);
const accept = new Float64Array(9);
for (let k = -4; k <= 4; ++k) accept[k + 4] = Math.min(1, Math.exp((-2 * k) / T));
const limit = new Uint32Array(9).map((_, i) => Math.min(4294967295, accept[i] * 4294967296));
let a = 123456789, b = 362436069, c = 521288629, d = 88675123;

function sweep() {
  for (let colour = 0; colour < 2; ++colour) {
    for (let i = 0; i < L; ++i) {
      const row = i * L, up = ((i + L - 1) & (L - 1)) * L, down = ((i + 1) & (L - 1)) * L;
      for (let j = (i + colour) & 1; j < L; j += 2) {
        const s = spins[row + j];
        const n = spins[up + j] + spins[down + j] + spins[row + ((j + 1) & (L - 1))] + spins[row + ((j - 1) & (L - 1))];
        const t = a ^ (a << 11);
        a = b, b = c, c = d;
        d = d ^ (d >>> 19) ^ t ^ (t >>> 8);
        if (d >>> 0 <= limit[s * n + 4]) spins[row + j] = -s;
      }
    }
  }
}

for (let k = 0; k < 20; ++k) sweep();
let best = 1e9;
for (let k = 0; k < 40; ++k) {
  const start = performance.now();
  sweep();
  best = Math.min(best, performance.now() - start);
}
const m = spins.reduce((x, y) => x + y, 0) / (L * L);
console.log(`JavaScript L=${L},${(best * 1e6).toFixed(0)},${((L * L) / best / 1e6).toFixed(3)},m=${m.toFixed(3)}`);
