// Formulas are spaced as TeX spaces them (web/build/formulas.mjs), whatever a browser's dictionary of operators says.
// node --test tests/js
import assert from 'node:assert/strict';
import test from 'node:test';
import {aligned, set_formula} from '../../web/build/formulas.mjs';

const {default: temml} = await import('../../build/deps/node_modules/temml/dist/temml.mjs');
const set = (tex, how = {}) => set_formula(temml, tex, {display: true, comma: '.', macros: {'\\sign': '\\operatorname{sign}'}, ...how});

// What a browser makes of it, as text: | thin, : medium, ; thick. Only of what stands in one row.
const kWide = {'0em': '', '0.1667em': '|', '0.2222em': ':', '0.2778em': ';', '1em': '_'};
const kBrowser = {'=': ';;', '∈': ';;', '←': ';;', '+': '::', '−': '::', ',': ' |'};
function spaced(tex, how) {
  let out = '';
  for (const [, tag, attributes, text] of set(tex, how).replace(/<(msub|msup|munder|munderover|msubsup|mover|mfrac|msqrt)( [^>]*)?>/g, '').matchAll(/<(mi|mn|mo|mtext|mspace)([^>]*)>([^<]*)</g)) {
    const {lspace, rspace, width, form} = Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
    const [left, right] = form === 'prefix' || form === 'postfix' ? ['', ''] : kBrowser[text] ?? ['', ''];
    const side = (asked, otherwise) => (asked === undefined ? otherwise.trim() : kWide[asked] ?? `<${asked}>`);
    out += tag === 'mspace' ? kWide[width] : text === '\u2061' ? '' : tag === 'mo' ? side(lspace, left) + text + side(rspace, right) : text;
  }
  return out;
}

test('a function keeps clear of what stands before and after it, but not of its bracket', () => {
  assert.equal(spaced('2\\ln x'), '2|ln|x');
  assert.equal(spaced('\\frac{1}{\\beta}\\ln x'), '1β|ln|x');
  assert.equal(spaced('P(V)\\ln x'), 'P(V)|ln|x');
  assert.equal(spaced('\\ln(x)\\ln y'), 'ln(x)|ln|y');
  assert.equal(spaced('\\ln\\left(x\\right)'), 'ln|(x)');
  assert.equal(spaced('\\ln2 = \\sign y'), 'ln|2;=;sign|y');
  assert.equal(spaced('\\max_i x'), 'maxi|x');
  assert.equal(spaced('(2n - 3)!!\\ln N'), '(2n:−:3)!!|ln|N');
});

test('a sum is one thin space from its neighbours, a relation away from a relation', () => {
  assert.equal(spaced('E = \\sum x'), 'E;=;∑|x');
  assert.equal(spaced('E = -\\sum x'), 'E;=;−|∑|x');
  assert.equal(spaced('\\ln\\sum x'), 'ln|∑|x');
  assert.equal(spaced('\\sum\\sum x'), '∑|∑|x');
  assert.equal(spaced('\\sign\\sum[x]'), 'sign|∑[x]');
  assert.equal(spaced('x \\leftarrow \\sum y'), 'x;←;∑|y');
});

test('a sign with nothing to its left is no operator between two; commas have their space behind them', () => {
  assert.equal(spaced('a + b'), 'a:+:b');
  assert.equal(spaced('-a = -b'), '−a;=;−b');
  assert.equal(spaced('y, -y, \\dots'), 'y,|−y,|…');
  assert.equal(spaced('s \\in \\{-1,1\\}'), 's;∈;{−1,|1}');
});

test('in exponents and limits only functions keep their space', () => {
  assert.equal(spaced('e^{a + b}'), 'ea+b');
  assert.equal(spaced('\\sum_{\\mu=1}^P x'), '∑|μ=1Px');
  assert.equal(spaced('e^{-\\ln x}'), 'e−|ln|x');
  assert.equal(spaced('\\frac{a + b}{c}'), 'a:+:bc');
  assert.equal(spaced('\\frac{a + b}{c}', {display: false}), 'a+bc');
});

test('lines stand under one another at their relations', () => {
  assert.equal(aligned(['E = -a', '+b']), '\\begin{aligned}E =& -a\\\\&+b\\end{aligned}');
  assert.equal(aligned(['F(v = 1) = a,', 'p = b']), '\\begin{aligned}F(v = 1) &= a,\\\\p &= b\\end{aligned}');
  assert.equal(aligned(['E = a', '\\to \\;E = b']), '\\begin{aligned}E &= a\\\\\\to \\;E &= b\\end{aligned}');
  assert.equal(aligned(['p =', 'a + b']), null);
  assert.equal(aligned(['p = a']), null);
  assert.equal(spaced(aligned(['E = -a', '+b'])), 'E;=;−a:+:b');
  assert.equal(spaced(aligned(['E = a', 'F = b'])), 'E;=;aF;=;b');
});

test('dots are accents, primes are marked, numbers have the language’s comma, and nothing has a style', () => {
  assert.match(set('\\dot x'), /<mover accent="true"><mi>x<\/mi><mo [^>]*class="chr-sml wbk-sml-acc"/);
  assert.match(set("p'_{ij}"), /<mo [^>]*class="tml-prime/);
  assert.match(set('T = 0.5', {comma: ','}), /<mn>0,5<\/mn>/);
  assert.doesNotMatch(set("\\dot x + p' + \\begin{aligned}a &= b\\end{aligned}"), / style=/);
});

test('what is not known is an error', () => {
  assert.throws(() => set('a \\nosuch b'), /nosuch/);
  assert.throws(() => set('a \\bowtie b'), /spaces beside ⋈/);
});
