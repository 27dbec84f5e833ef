// Writes files.json: every file of the site with its size and its hash, for a service worker, which has to know what
// belongs together.
// Usage: node files.mjs <site> [--check]   (--check: exit 1 where it does not say what is there)
//   {"version": of the build, as in the addresses, "files": [{"path", "bytes", "hash": as an integrity, "part",
//     "language"}]}
// Parts: page (to begin with, in any language), words and text (of a language), letters (fetched where one of them is
// written: web/page/letters.js), program (parts of it that lessons ask for), share (share.mjs), data (fetched when a lesson asks).
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [site, flag] = process.argv.slice(2), kName = 'files.json';
const kParts = [
  [/^words\/(\w+)\.txt$/, 'words'], [/^lessons\/[\w-]+\.(\w+)\.html$/, 'text'], [/^[\w-]+\.(\w+)\.html$|^(?:go\.js|sitemap\.xml|robots\.txt)$/, 'share'],
  [/^attractor-\w+\.wasm$/, 'program'], [/^fonts\/\w+-\w+\.ttf$/, 'letters'], [/^data\//, 'data'], [/^(?:embed\.(?:js|d\.ts)|licenses\.txt|404\.\w+)$/, 'beside'],
];

function entry(path) {
  const bytes = readFileSync(join(site, path)), [match, part] = kParts.map(([form, name]) => [form.exec(path), name]).find(([m]) => m) ?? [[], 'page'];
  return {path, bytes: bytes.length, hash: `sha256-${createHash('sha256').update(bytes).digest('base64')}`, part, ...(match[1] && {language: match[1]})};
}
const paths = readdirSync(site, {recursive: true}).filter((path) => path !== kName && statSync(join(site, path)).isFile()).sort();
const version = /watch\.js\?v=(\w+)/.exec(readFileSync(join(site, 'index.html'), 'utf8'))?.[1] ?? '';
const text = `{"version": ${JSON.stringify(version)}, "files": [\n${paths.map((path) => JSON.stringify(entry(path))).join(',\n')}\n]}\n`;
if (flag === '--check') {
  const written = readFileSync(join(site, kName), 'utf8');
  if (written !== text) {
    const lines = new Set(written.split('\n').map((l) => l.replace(/,$/, '')));
    console.error(`${join(site, kName)} is not what is there:\n${text.split('\n').map((l) => l.replace(/,$/, '')).filter((l) => !lines.has(l)).join('\n')}`);
    process.exit(1);
  }
} else writeFileSync(join(site, kName), text);
