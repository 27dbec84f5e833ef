// Prints what the page weighs over the wire (gzip -9), file by file and by its parts, and compares it with the budget.
// Usage: node sizes.mjs <site> [--check]   (--check: exit 1 when over budget)
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

const BUDGET = 600 * 1024;  // what an English page loads first
const LESSON = ['lessons/ising.en.html', 'attractor-magnets.wasm'];  // the first one's text, and its part of the program
const kParts = {
  'program (with shaders)': /\.wasm$/, 'its JavaScript': /^attractor\.js$/, 'fonts': /^fonts\//, 'page: JavaScript': /\.js$/, 'page: style': /\.css$/,
  'page: HTML, icon': /^index\.html$|\.svg$/, 'lessons: rows, one text': /^lessons/,
};
const [site, flag] = process.argv.slice(2);
const {files} = JSON.parse(readFileSync(join(site, 'files.json'), 'utf8'));  // web/build/files.mjs
const kb = (bytes) => (bytes / 1024).toFixed(1).padStart(8), parts = new Map(Object.keys(kParts).map((name) => [name, 0]));
let total = 0;
for (const {path, bytes} of files.filter((f) => f.part === 'page' || LESSON.includes(f.path))) {
  const packed = gzipSync(readFileSync(join(site, path)), {level: 9}).length, part = Object.keys(kParts).find((name) => kParts[name].test(path)) ?? 'other';
  total += packed;
  parts.set(part, (parts.get(part) ?? 0) + packed);
  console.log(`${kb(packed)} KB gzip ${kb(bytes)} KB  ${path}`);
}
for (const [part, packed] of parts) console.log(`${kb(packed)} KB gzip  ${part}`);
console.log(`${kb(total)} KB gzip in all (budget ${BUDGET / 1024} KB)`);
if (flag === '--check' && total > BUDGET) {
  console.error('over budget');
  process.exit(1);
}
