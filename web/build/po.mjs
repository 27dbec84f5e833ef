// Reads gettext catalogues, web/words/<language>.po. There is a language because it has a catalogue here; no other list
// names it.
// English is the key of all words: its catalogue is a header alone. The header says what the language is:
//   "Language: ru\n"                     as in the name of the file, in links and in web/lessons/<id>/ru.md
//   "X-Name: Русский\n"                  what it calls itself
//   "X-Decimal: ,\n"                     what stands before the fraction of a number
//   "X-Also-For: be\n"                   whose readers are shown it rather than English; may be left out
//   "Plural-Forms: nplurals=...; plural=...;\n"   gettext's rule
import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';

export const kKey = 'en';
const kTable = 200, kFarthest = 20000;

// Which form a count takes, as digits: of 0 ... 199, and from there on of 100 + n % 100. The page must not run rules as
// code (its policy forbids that), and every rule that gettext lists for a language looks at no more than two digits.
function plural_table(rule) {
  const [, count, expression] = /^nplurals=(\d); *plural=([n\d%=!<>&|?:() ]+);$/.exec(rule) ?? [];
  if (!count) return null;
  let form;
  try {
    const f = new Function('n', `return Number(${expression})`);
    form = (n) => f(n);
  } catch {
    return null;
  }
  const table = Array.from({length: kTable}, (_, n) => form(n)), half = kTable / 2;
  if (table.some((k) => !(k < Number(count)))) return null;
  for (let n = kTable; n < kFarthest; ++n) if (form(n) !== table[half + n % half]) return null;
  return {count: Number(count), table: table.join('')};
}

// {id, file, entries: [{line, id, plural, forms}], name, decimal, also_for, plurals: {count, table}}. What is wrong is
// added to errors, with file and line.
export function read_po(path, errors) {
  const file = relative(process.cwd(), path), entries = [];
  let entry = null, at = null;
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
  const head = entries[0]?.id === '' ? entries.shift() : {line: 1, forms: ['']};
  const said = Object.fromEntries(head.forms[0].split('\n').filter(Boolean).map((l) => [l.replace(/:.*/, ''), l.replace(/^[^:]*: */, '')]));
  const id = /([^/\\]*)\.po$/.exec(path)[1], plurals = plural_table(said['Plural-Forms'] ?? '');
  const need = (right, words) => right || errors.push(`${file}:${head.line}: ${words}`);
  need(/^[a-z]{2,3}$/.test(id) && said.Language === id, `its header has to say "Language: ${id}", two or three small letters`);
  need(said['X-Name'], 'its header does not say what the language calls itself (X-Name)');
  need(said['X-Decimal'], 'its header does not say what stands before the fraction of a number (X-Decimal)');
  need(plurals, 'its header has no rule of plurals that looks at no more than two digits (Plural-Forms)');
  return {id, file, entries, name: said['X-Name'], decimal: said['X-Decimal'], also_for: (said['X-Also-For'] ?? '').split(/[ ,]+/).filter(Boolean),
    plurals: plurals ?? {count: 1, table: '0'}};
}

// All catalogues of a folder (web/words): English, then by their names.
export function read_languages(folder, errors) {
  const names = readdirSync(folder).filter((n) => n.endsWith('.po')).sort();
  const all = names.map((n) => read_po(join(folder, n), errors));
  const english = all.find((l) => l.id === kKey);
  if (!english) errors.push(`${relative(process.cwd(), join(folder, `${kKey}.po`))}: the header of English is missing`);
  for (const e of english?.entries ?? []) errors.push(`${english.file}:${e.line}: English is the key, it has no translation: ${e.id.slice(0, 60)}`);
  return [...all.filter((l) => l.id === kKey), ...all.filter((l) => l.id !== kKey)];
}
