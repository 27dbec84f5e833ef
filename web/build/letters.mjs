// Which letters each font file has to have (fonts.sh cuts them), a file a line: its name, its letters as pyftsubset and
// CSS take them, the languages that need it.
//   math   what formulas are set in, where a letter by itself is an italic, and the signs that words are written with
//   base   what every page begins with: Latin, signs, what English texts say, the Greek letters that the program names
//          things by
//   04     what is beyond these, a file for every 256 letters by their place in Unicode: those of the other languages'
//          texts, and those that people write who type words of their own; fetched where one is wanted (web/page/letters.js)
//   marks  what stands between the words of those languages: their files have it, too, so that it is kerned with their
//          letters
// Usage: node letters.mjs <folder of the lessons' pages> <text> ...   (<language>.md, <language>.po; else the program's)
import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';

const kLatin = 'U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BC,U+02C6,U+02DC,U+0300-0304,U+0306-0308,U+030C'; // accents as in Ré, Hebb's names
const kSigns = 'U+2000-200B,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,'
  + 'U+2070-209C,U+1D40,U+1D57,U+1D62-1D65,' // superscripts, subscripts
  + 'U+20AC,U+2102,U+210F,U+2113,U+2115-2116,U+211D,U+2122,U+2124,U+2190-2195,U+2202,U+2206,U+220F,U+2211-2212,'
  + 'U+221A,U+221E,U+222B,U+2248,U+2260,U+2264-2265,U+25CA,U+FB01-FB02,U+FFFD';
const kMath = 'U+0028-0029,U+002B,U+002F,U+003C-003E,U+005B-005D,U+007B-007D,U+2016,U+221A,U+27E8-27E9,' // these stretch
  + 'U+02C6-02C7,U+02D9,U+02DC,U+0302-0303,U+0305,U+0307,U+20D7,U+23DE-23DF'; // accents: hat, tilde, bar, dot, vector, braces
const kTyped = 'U+0370-03FF,U+0400-045F,U+0490-0491'; // Greek, Cyrillic
const kMarks = 'U+0020-0022,U+0027-0029,U+002C-002F,U+003A-003B,U+003F,U+00A0,U+00AB,U+00BB,U+2010-2014,U+2018-201E,U+2026';
const kKey = 'en', kFirstSign = 0x2000;

const codes_of = (list) => list.split(',').flatMap((range) => {
  const [from, to = from] = range.slice(2).split('-').map((hex) => parseInt(hex, 16));
  return Array.from({length: to - from + 1}, (_, i) => from + i);
});
function list_of(codes) {
  const runs = [], hex = (code) => code.toString(16).toUpperCase().padStart(4, '0');
  for (const code of [...codes].sort((a, b) => a - b)) {
    if (runs.length && runs.at(-1)[1] === code - 1) runs.at(-1)[1] = code;
    else runs.push([code, code]);
  }
  return runs.map(([from, to]) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ''}`).join();
}
const codes_in = (text) => [...text].map((c) => c.codePointAt(0));
const is_greek = (code) => code >= 0x370 && code < 0x400;

// ---- Formulas -------------------------------------------------------------------------------------------------------
const kEntities = {lt: '<', gt: '>', amp: '&', quot: '"'};
const kGreek = 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ';  // in the order of Unicode's italics
function italic(letter) {
  const code = letter.codePointAt(0), greek = kGreek.indexOf(letter);
  if (letter === 'h') return 0x210e;
  if (/[A-Z]/.test(letter)) return 0x1d434 + code - 65;
  if (/[a-z]/.test(letter)) return 0x1d44e + code - 97;
  return greek < 0 ? code : 0x1d6e2 + greek;
}

const [pages, ...texts] = process.argv.slice(2);
const math = new Set(codes_of(kMath)), base = new Set(codes_of(`${kLatin},${kSigns}`));
for (const name of readdirSync(pages).filter((n) => n.endsWith('.html'))) {
  const plain = (s) => s.replace(/&(\w+);/g, (all, entity) => kEntities[entity] ?? all);
  for (const [formula] of readFileSync(join(pages, name), 'utf8').matchAll(/<math[\s>].*?<\/math>/gs)) {
    codes_in(plain(formula.replace(/<mtext.*?<\/mtext>/g, '').replace(/<[^>]*>/g, ''))).filter((code) => code >= 0x80).forEach((code) => math.add(code));
    for (const [, how, what] of formula.matchAll(/<mi([^>]*)>([^<]*)<\/mi>/g)) {
      if ([...plain(what)].length === 1 && !how.includes('normal')) math.add(italic(plain(what)));
    }
  }
}

// ---- Words ----------------------------------------------------------------------------------------------------------
const others = new Map();  // language -> letters
for (const text of texts) {
  const [, language] = /^(.*)\.(?:md|po)$/.exec(basename(text)) ?? [], codes = codes_in(readFileSync(text, 'utf8'));
  if (language) codes.filter((code) => code >= kFirstSign).forEach((code) => base.add(code) && math.add(code));
  if (!language) codes.filter(is_greek).forEach((code) => base.add(code));
  else if (language === kKey) codes.filter((code) => code >= 0x20).forEach((code) => base.add(code));
  else others.set(language, [...(others.get(language) ?? []), ...codes]);
}
const files = new Map();  // name -> {codes, languages}
function take(code, language) {
  if (code < 0x20 || code >= kFirstSign || base.has(code)) return;
  const name = (code >> 8).toString(16).padStart(2, '0');
  if (!files.has(name)) files.set(name, {codes: new Set(), languages: new Set()});
  files.get(name)?.codes.add(code);
  if (language) files.get(name)?.languages.add(language);
}
for (const code of codes_of(kTyped)) take(code, '');
for (const [language, codes] of others) for (const code of codes) take(code, language);

const lines = [['math', list_of(math), ''], ['base', list_of(base), ''], ['marks', kMarks, '']];
for (const [name, {codes, languages}] of [...files].sort()) lines.push([name, list_of(codes), [...languages].sort().join()]);
process.stdout.write(lines.map((line) => `${line.join(' ').trim()}\n`).join(''));
