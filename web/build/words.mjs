// Checks the interface's words and makes of a gettext catalogue what the page fetches: web/words/<language>.po -> words/<language>.txt.
// A line is the English, then its translation (each plural form), between tabs; canvas and page read the same file. English needs none.
// What is missing for the page, used nowhere, there twice or without its {places} stops the build with file and line; that nothing the
// canvas says is missing, tests/web/words_test.cpp asks the models themselves.
// Usage: node words.mjs <root of the sources> <output folder>
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';

const [root, out] = process.argv.slice(2);
const errors = [];

// Entries {line, id, plural, forms} of a catalogue, and the forms that its language has.
function read_po(path) {
  const file = relative(process.cwd(), path), entries = [];
  let entry = null, at = null, header = '';
  readFileSync(path, 'utf8').split('\n').forEach((line, i) => {
    const wrong = (words) => errors.push(`${file}:${i + 1}: ${words}`);
    if (line === '' || line.startsWith('#')) return void (at = null);
    const m = /^(?:(msgid|msgid_plural|msgstr(?:\[(\d)\])?) )?("(?:[^"\\]|\\.)*")$/.exec(line);
    if (!m || (!m[1] && at === null)) return void wrong(`not a line of a catalogue: ${line.slice(0, 60)}`);
    const text = JSON.parse(m[3]);
    if (m[1] === 'msgid') entries.push(entry = {line: i + 1, id: '', plural: '', forms: []}), at = 'id';
    else if (m[1] === 'msgid_plural') at = 'plural';
    else if (m[1]) at = Number(m[2] ?? 0), entry.forms[at] = '';
    if (typeof at === 'number') entry.forms[at] += text;
    else entry[at] += text;
  });
  if (entries[0]?.id === '') header = entries.shift().forms[0];
  return {file, entries, forms: Number(/nplurals=(\d)/.exec(header)?.[1] ?? 0)};
}

// Every string literal of the sources, neighbours joined, and the rows of the lessons.
function said() {
  const files = (dir, end) => readdirSync(join(root, dir), {recursive: true}).filter((n) => end.test(n)).map((n) => join(root, dir, n));
  let all = '';
  for (const f of [...files('core', /\.(cpp|h)$/), ...files('web/canvas', /\.(cpp|h)$/), ...files('web/session', /\.(cpp|h)$/), ...files('web/words', /\.(cpp|h)$/)])
    for (const m of readFileSync(f, 'utf8').matchAll(/"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*/g))
      all += `|${m[0].replace(/"\s*"/g, '').slice(1, -1).replace(/\\(["\\])/g, '$1').replace(/\\n/g, '\n')}|\n`;
  const walk = (v) => (typeof v === 'string' ? `|${v}|\n` : v && typeof v === 'object' ? Object.values(v).map(walk).join('') : '');
  for (const f of files('web/lessons', /lesson\.json$/)) all += walk(JSON.parse(readFileSync(f, 'utf8')));
  return all;
}

// By its text: without a package.json an older node takes the file for another kind of module.
const {STRINGS} = await import(`data:text/javascript,${encodeURIComponent(readFileSync(join(root, 'web/page/strings.js'), 'utf8'))}`);
const page = Object.values(STRINGS).map((s) => [s].flat());
const canvas = said();
const uses = (id) => page.some((p) => p[0] === id) || canvas.includes(`|${id}|`);
const places = (s) => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort().join();

mkdirSync(out, {recursive: true});
for (const name of readdirSync(join(root, 'web/words')).filter((n) => n.endsWith('.po'))) {
  const {file, entries, forms} = read_po(join(root, 'web/words', name));
  const known = new Map();
  for (const e of entries) {
    const wrong = (words) => errors.push(`${file}:${e.line}: ${words}: ${e.id.slice(0, 60)}`);
    if (known.has(e.id)) wrong('there twice');
    known.set(e.id, e);
    if (!uses(e.id)) wrong('said nowhere');
    if (e.forms.length !== (e.plural ? forms : 1) || e.forms.some((f) => !f)) wrong('a form is missing');
    if ([e.id, e.plural, ...e.forms].some((s) => s.includes('\t') || s.includes('\n'))) wrong('a tab or a line break in it');
    for (const f of e.forms) if (places(f ?? '') !== places(e.id)) wrong(`its places are ${places(e.id)}, there they are ${places(f ?? '')}`);
  }
  for (const [one, many] of page) {
    if (!known.has(one)) errors.push(`${file}:1: not translated: ${one}`);
    else if ((known.get(one).plural || undefined) !== many) errors.push(`${file}:${known.get(one).line}: another plural: ${one}`);
  }
  writeFileSync(join(out, name.replace(/po$/, 'txt')), entries.map((e) => `${[e.id, ...e.forms].join('\t')}\n`).join(''));
}
if (errors.length) {
  console.error(errors.join('\n'));
  process.exit(1);
}
