// Which letters the font of formulas has to have, as a list for pyftsubset: those that formulas are set in, where a
// letter by itself is an italic, and the signs that words are written with.
// Usage: node letters.mjs <folder of the lessons' pages> [<text> ...]
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const [pages, ...texts] = process.argv.slice(2);
const kEntities = {lt: '<', gt: '>', amp: '&', quot: '"'};
const kGreek = 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ';  // in the order of Unicode's italics
function italic(letter) {
  const code = letter.codePointAt(0), greek = kGreek.indexOf(letter);
  if (letter === 'h') return 0x210e;
  if (/[A-Z]/.test(letter)) return 0x1d434 + code - 65;
  if (/[a-z]/.test(letter)) return 0x1d44e + code - 97;
  return greek < 0 ? code : 0x1d6e2 + greek;
}

const wanted = new Set();
const take = (text, least) => [...text].map((c) => c.codePointAt(0)).filter((code) => code >= least).forEach((code) => wanted.add(code));
for (const name of readdirSync(pages).filter((n) => n.endsWith('.html'))) {
  const plain = (s) => s.replace(/&(\w+);/g, (all, entity) => kEntities[entity] ?? all);
  for (const [math] of readFileSync(join(pages, name), 'utf8').matchAll(/<math[\s>].*?<\/math>/gs)) {
    take(plain(math.replace(/<mtext.*?<\/mtext>/g, '').replace(/<[^>]*>/g, '')), 0x80);
    for (const [, how, what] of math.matchAll(/<mi([^>]*)>([^<]*)<\/mi>/g)) {
      if ([...plain(what)].length === 1 && !how.includes('normal')) wanted.add(italic(plain(what)));
    }
  }
}
for (const text of texts) take(readFileSync(text, 'utf8'), 0x2000);
process.stdout.write([...wanted].sort((a, b) => a - b).map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`).join());
