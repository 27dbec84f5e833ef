// What in index.html follows from other files: the lessons (lessons.txt), and the program's size, where watch.js finds
// it.
// Versions in the URLs of the finished site, so that no browser mixes the files of two builds: every script and style sheet that
// index.html names gets ?v=<hash of all of them>, and the scripts give it to what they fetch.
// Usage: node stamp.mjs <site> [<list of letters> <core/models>]   (again and again with the same result)
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [site, letters, models] = process.argv.slice(2);
const kOpen = 'embed.js';  // other pages import it by this name
const names = readdirSync(site).filter((n) => /\.(js|css|wasm)$/.test(n) || n === 'lessons.txt').sort();
if (existsSync(join(site, 'words'))) names.push(...readdirSync(join(site, 'words')).sort().map((n) => `words/${n}`));
const bare = (text) => text.replace(/\?v=[0-9a-f]{10}/g, '');
const read = (name) => readFileSync(join(site, name));

const hash = createHash('sha256');
for (const name of names) hash.update(name).update(name.endsWith('.wasm') ? read(name) : bare(read(name).toString()));
const v = `?v=${hash.digest('hex').slice(0, 10)}`;

function rewrite(name, change) {
  const before = read(name).toString(), after = change(bare(before));
  if (after !== before) writeFileSync(join(site, name), after);
}
const rows = read('lessons.txt').toString().split('\n').filter((l) => l.startsWith('lesson\t')).map((l) => l.split('\t'));
const lessons = rows.map((r) => r[1]);

// Parts of the program (split.mjs), that of the first lesson first, and which models and lessons they hold, for web/page/engine.js.
function parts() {
  const held = names.map((n) => /^attractor-(\w+)\.wasm$/.exec(n)?.[1]).filter(Boolean).map((family) => {
    const keys = readdirSync(join(models, family)).map((f) => /^(\w+)\.h$/.exec(f)?.[1]).filter(Boolean);
    return [family, [...new Set([...keys, ...rows.filter((r) => keys.includes(r[4].split('?')[0])).map((r) => r[1])])]];
  });
  return held.sort(([, a], [, b]) => b.includes(lessons[0]) - a.includes(lessons[0])).map(([family, ids]) => `${family}:${ids}`).join(' ');
}

// The fonts beyond those that every page begins with (letters.mjs), for web/page/letters.js.
const fonts = letters ? readFileSync(letters, 'utf8').trim().split('\n').map((line) => line.split(' '))
  .filter(([name]) => !['math', 'base'].includes(name)).map(([name, list, languages = '']) => (name === 'marks' ? list : `${name}/${list}/${languages}`)).join(' ') : '';

const versioned = (name) => names.includes(name) && name !== kOpen;
const bytes = existsSync(join(site, 'attractor.wasm')) ? statSync(join(site, 'attractor.wasm')).size : 0;
rewrite('index.html', (s) => s.replace(/((?:href|src)=")([\w-]+\.(?:js|css|wasm))(")/g, (all, a, file, b) => (versioned(file) ? a + file + v + b : all))
  .replace(/<html([^>]*?)(?: data-lessons="[^"]*" data-bytes="\d*" data-letters="[^"]*" data-parts="[^"]*")?>/,
    `<html$1 data-lessons="${lessons.join(' ')}" data-bytes="${bytes}" data-letters="${fonts}" data-parts="${models ? parts() : ''}">`));
