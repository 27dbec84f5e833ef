// Prints what the page weighs over the wire (gzip -9) and compares it with the budget.
// Usage: node sizes.mjs <site> [--check]   (--check: exit 1 when over budget)
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 700 * 1024; // what an English page loads first: .wasm (with the shaders), .js, fonts, style, rows, a text
const TEXT = join('lessons', 'ising.en.html'); // of one lesson; the others are about as long
const [site, flag] = process.argv.slice(2);
const files = ['', 'fonts', 'lessons'].flatMap((folder) =>
  existsSync(join(site, folder)) ? readdirSync(join(site, folder)).map((name) => join(folder, name)) : []);
let total = 0;
for (const file of files.filter((name) => /\.(wasm|js|ttf|css)$|^(index\.html|lessons\.txt)$/.test(name) || name === TEXT).sort()) {
  const raw = statSync(join(site, file)).size, packed = gzipSync(readFileSync(join(site, file)), { level: 9 }).length;
  total += packed;
  console.log(`${(packed / 1024).toFixed(1).padStart(8)} KB gzip ${(raw / 1024).toFixed(1).padStart(8)} KB  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} KB gzip in all (budget ${BUDGET / 1024} KB)`);
if (flag === '--check' && total > BUDGET) {
  console.error('over budget');
  process.exit(1);
}
