// Checks the interface's words and makes of a gettext catalogue what the page fetches: web/words/<language>.po -> words/<language>.txt.
// A line is the English, then its translation (each plural form), between tabs; canvas and page read the same file. The
// first line has no English: it is what stands before a fraction, and the form that each number takes (po.mjs). English
// needs no such file.
// And fills in what has to be said before words can be fetched, in all languages: words/first/watch.js and the like.
// What is missing for the page, used nowhere, there twice or without its {places} stops the build with file and line; that nothing the
// canvas says is missing, tests/web/words_test.cpp asks the models themselves.
// Usage: node words.mjs <root of the sources> <output folder>
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {kKey, read_languages} from './po.mjs';

const [root, out] = process.argv.slice(2);
const errors = [];
const languages = read_languages(join(root, 'web/words'), errors), others = languages.filter((l) => l.id !== kKey);

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

// ---- What is said before words can be fetched -----------------------------------------------------------------------
// Of a script "kWords = {key: ['English'], ...}" on lines of their own; of a page the elements with data-words, whose
// texts are set one after the other, or (data-words="each") one element for each language.
const kFirst = ['web/page/watch.js', 'web/page/why.js', 'index.html', 'web/page/404.html'].filter((f) => existsSync(join(root, f)));
const kInScript = /(?<=\bkWords = )\{[\s\S]*?\n  \}(?=;)/, kInPage = /<(\w+)([^<>]*?) data-words(?:="(each)")?([^<>]*)>([\s\S]*?)<\/\1>/g;
const in_script = (text) => new Function(`return ${kInScript.exec(text)[0]}`)();
const texts_of = (html) => html.split(/(<[^<>]*>)/);  // between them tags
const is_text = (part) => part.trim() !== '' && !part.startsWith('<');
function said_first(file) {
  const text = readFileSync(join(root, file), 'utf8');
  if (file.endsWith('.js')) return Object.values(in_script(text)).flat();
  return [...text.matchAll(kInPage)].flatMap((m) => texts_of(m[5]).filter(is_text).map((s) => s.trim()));
}
function filled_in(file, word) { // word(language, English)
  const text = readFileSync(join(root, file), 'utf8');
  if (file.endsWith('.js')) {
    const all = Object.entries(in_script(text)).map(([key, [english]]) => [key, languages.map((l) => word(l, english))]);
    const list = languages.map(({id, name, also_for}) => ({id, name, also_for}));
    return text.replace(kInScript, () => JSON.stringify(Object.fromEntries(all))).replace(/(?<=\bkLanguages = )\[.*\](?=;)/, () => JSON.stringify(list));
  }
  const in_language = (l, html) => texts_of(html).map((s) => (is_text(s) ? s.replace(s.trim(), () => word(l, s.trim())) : s)).join('');
  return text.replace(kInPage, (all, tag, before, each, after, inside) => (each
    ? languages.map((l) => `<${tag}${before} lang="${l.id}"${after}>${in_language(l, inside)}</${tag}>`).join('\n  ')
    : `<${tag}${before}${after}>${languages.map((l) => in_language(l, inside)).join(' · ')}</${tag}>`));
}

// By its text: without a package.json an older node takes the file for another kind of module.
const {STRINGS} = await import(`data:text/javascript,${encodeURIComponent(readFileSync(join(root, 'web/page/strings.js'), 'utf8'))}`);
const later = Object.values(STRINGS).map((s) => [s].flat()), first = kFirst.flatMap(said_first).map((s) => [s]), page = [...later, ...first];
const canvas = said();
const fetched = (id) => later.some((p) => p[0] === id) || canvas.includes(`|${id}|`);
const uses = (id) => fetched(id) || first.some((p) => p[0] === id);
const places = (s) => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort().join();

const made = new Map();
for (const {id, file, entries, decimal, plurals} of others) {
  const known = new Map();
  for (const e of entries) {
    const wrong = (words) => errors.push(`${file}:${e.line}: ${words}: ${e.id.slice(0, 60)}`);
    if (known.has(e.id)) wrong('there twice');
    known.set(e.id, e);
    if (!uses(e.id)) wrong('said nowhere');
    if (e.forms.length !== (e.plural ? plurals.count : 1) || e.forms.some((f) => !f)) wrong('a form is missing');
    if ([e.id, e.plural, ...e.forms].some((s) => s.includes('\t') || s.includes('\n'))) wrong('a tab or a line break in it');
    for (const f of e.forms) if (places(f ?? '') !== places(e.id)) wrong(`its places are ${places(e.id)}, there they are ${places(f ?? '')}`);
  }
  for (const [one, many] of page) {
    if (!known.has(one)) errors.push(`${file}:1: not translated: ${one}`);
    else if ((known.get(one).plural || undefined) !== many) errors.push(`${file}:${known.get(one).line}: another plural: ${one}`);
  }
  made.set(`${id}.txt`, [['', decimal, plurals.table], ...entries.filter((e) => fetched(e.id)).map((e) => [e.id, ...e.forms])].map((line) => `${line.join('\t')}\n`).join(''));
}
if (errors.length) {
  console.error(errors.join('\n'));
  process.exit(1);
}
const word = (l, english) => (l.id === kKey ? english : l.entries.find((e) => e.id === english).forms[0]);
for (const file of kFirst) made.set(`first/${basename(file)}`, filled_in(file, word));
mkdirSync(join(out, 'first'), {recursive: true});
for (const name of readdirSync(out)) if (name.endsWith('.txt') && !made.has(name)) rmSync(join(out, name));  // a language that is no more
for (const [name, text] of made) writeFileSync(join(out, name), text);
