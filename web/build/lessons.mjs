// Makes the lessons' pages out of their texts: web/lessons/<id>/<language>.md -> <site>/lessons/<id>.<language>.html,
// in each language that has a catalogue (web/words).
// Markdown with TeX. Whatever is wrong (a formula, a missing translation, an unknown box) stops the build with file and line.
// Usage: node lessons.mjs <node_modules> <web> <output folder> [<links file>]
// The links file gets "place<tab>link" a line: replay --links says which of them name what no model has.
//
//   # Title, then a paragraph: the hook
//   $s_i$              a formula; $$ on lines of their own around one that is displayed. An empty line in it begins
//                      another line, which stands under the first at its relation; one that begins with + or - goes on
//   [words](#link "claims")  a link; its claims are tested (tests/web/claims_test.cpp)
//   [words]{.nobreak}  []{.up}  []{.down}     on one line; the colour of a spin
//   ::: try             a list of links: [**Title** what to look for](#link "claims")
//   ::: predict Title   a question; its answer, in the box ::: answer Title at its end, is folded until one asks for it
//   ::: exercise Title  a task; the same, but it may have no answer
//   ::: slide Title     what the lecture's slide says, and its notation beside ours
//   ::: fold Title      folded text            ::: sources Title [lang=en]   the folded list of sources
//   A box ends with ::: on a line of its own. Numbers in formulas have a point in every language: the page writes the comma.
//   A text has a formula, four links at least, one box try and one box sources.
//   Translations are built as the English text is: the same headings, boxes, formulas on lines of their own, items and
//     links.
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, relative, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {aligned, set_formula} from './formulas.mjs';
import {read_languages} from './po.mjs';

const [modules, web, out, links] = process.argv.slice(2).map((p) => resolve(p)), lessons = join(web, 'lessons');
const MarkdownIt = createRequire(join(modules, 'x.js'))('markdown-it');
const {default: temml} = await import(pathToFileURL(join(modules, 'temml/dist/temml.mjs')));

const kMacros = {'\\sign': '\\operatorname{sign}', '\\softmax': '\\operatorname{softmax}'};
const kSpans = {nobreak: 'nobreak', up: 'swatch up', down: 'swatch down'};
const errors = [], all_links = [];

// ---- Formulas -----------------------------------------------------------------------------------------------------------
function formula(tex, display, env, line) {
  try {
    return set_formula(temml, tex, {display, comma: env.comma, macros: kMacros});
  } catch (e) {
    errors.push(`${env.file}:${line}: ${e.message.replace(/\s+/g, ' ')}`);
    return '';
  }
}

function inline_formula(state, silent) {
  const from = state.pos + 1;
  if (state.src[state.pos] !== '$' || /[\s$]/.test(state.src[from] ?? ' ')) return false;
  let to = from;
  while ((to = state.src.indexOf('$', to)) > 0 && state.src[to - 1] === '\\') ++to;
  if (to < 0 || /\s/.test(state.src[to - 1])) return false;
  if (!silent) state.push('formula', '', 0).content = state.src.slice(from, to);
  state.pos = to + 1;
  return true;
}
function line_of(state, n) {
  return state.src.slice(state.bMarks[n] + state.tShift[n], state.eMarks[n]).trimEnd();
}
function display_formula(state, start, end, silent) {
  if (line_of(state, start) !== '$$') return false;
  if (silent) return true;
  let last = start + 1;
  while (last < end && line_of(state, last) !== '$$') ++last;
  const token = state.push('formulas', '', 0);
  token.map = [start, last + 1];
  token.content = Array.from({length: last - start - 1}, (_, i) => line_of(state, start + 1 + i)).join('\n');
  if (last === end) errors.push(`${state.env.file}:${start + 1}: the formula has no end`);
  state.line = last + 1;
  return true;
}

// ---- Spans and boxes ----------------------------------------------------------------------------------------------------
function span(state, silent) {
  if (state.src[state.pos] !== '[') return false;
  const from = state.pos + 1, to = state.md.helpers.parseLinkLabel(state, state.pos);
  const mark = to < 0 ? null : /^\]\{\.([\w-]*)\}/.exec(state.src.slice(to));
  if (!mark) return false;
  const after = to + mark[0].length;
  if (!silent) {
    const token = state.push('span_open', 'span', 1);
    token.attrs = [['class', kSpans[mark[1]]]];
    token.meta = mark[1];
    const end = state.posMax;
    state.pos = from, state.posMax = to;
    state.md.inline.tokenize(state);
    state.posMax = end;
    state.push('span_close', 'span', -1);
  }
  state.pos = after;
  return true;
}

const kBoxes = { // tag, or folded; what it holds besides text
  try: {bare: true, list: true}, fold: {folded: true}, sources: {folded: true, list: true}, slide: {},
  predict: {answer: 'must'}, exercise: {answer: 'may'}, answer: {folded: true},
};
function box(state, start, end, silent) {
  const head = /^::: *(\w+) *(.*)$/.exec(line_of(state, start));
  if (!head) return false;
  if (silent) return true;
  let last = start + 1;
  for (let depth = 1; last < end; ++last) {
    const line = line_of(state, last);
    depth += line === ':::' ? -1 : line.startsWith(':::') ? 1 : 0;
    if (depth === 0) break;
  }
  const [, kind, title] = head, here = `${state.env.file}:${start + 1}`, form = kBoxes[kind] ?? {}, around = state.env.around;
  if (!kBoxes[kind]) errors.push(`${here}: there is no box called ${kind}`);
  if (last === end) errors.push(`${here}: the box has no end`);
  if (Boolean(form.bare) !== (title === '')) errors.push(`${here}: ${form.bare ? 'this box has no title' : 'the box needs a title'}`);
  if (kind === 'answer' && !around?.answer) errors.push(`${here}: an answer stands in a box predict or exercise`);
  const token = state.push('box_open', '', 1);
  token.meta = {kind, title: title.replace(/ *lang=\w+$/, '')};
  token.map = [start, last];
  const first = state.tokens.length, max = state.lineMax;
  state.lineMax = last;
  state.env.around = form;
  state.md.block.tokenize(state, start + 1, last);
  state.env.around = around;
  state.lineMax = max;
  if (state.tokens.length === first) errors.push(`${here}: the box is empty`);
  if (form.answer) {
    const inside = state.tokens.slice(first), answers = inside.filter((t) => t.type === 'box_open' && t.meta.kind === 'answer').length;
    if (answers > 1 || (form.answer === 'must' && !answers)) errors.push(`${here}: the box ${kind} has ${answers} answers`);
    if (answers && inside.at(-1)?.meta?.kind !== 'answer') errors.push(`${here}: the answer stands at the end of the box`);
    if (answers && inside[0]?.meta?.kind === 'answer') errors.push(`${here}: an answer without a question`);
  }
  if (form.list) {
    const list = state.tokens[first];
    if (list?.type !== 'bullet_list_open' || state.tokens.at(-1).type !== 'bullet_list_close' || state.tokens.at(-1).level !== list.level)
      errors.push(`${here}: the box ${kind} holds one list`);
    list?.attrSet('class', kind);
    const lang = / lang=(\w+)$/.exec(` ${title}`);
    if (lang) list?.attrSet('lang', lang[1]);
  }
  state.push('box_close', '', -1).meta = token.meta;
  state.line = last + 1;
  return true;
}

const md = new MarkdownIt('zero', {html: false}).enable(['list', 'heading', 'emphasis', 'link', 'escape', 'newline', 'balance_pairs', 'fragments_join'], true);
md.inline.ruler.before('link', 'formula', inline_formula);
md.inline.ruler.before('link', 'span', span);
const alternate = {alt: ['paragraph', 'list']};
md.block.ruler.before('list', 'formulas', display_formula, alternate);
md.block.ruler.before('list', 'box', box, alternate);
md.validateLink = () => true;  // checked below
md.normalizeLink = (s) => s;   // and left as it is
Object.assign(md.renderer.rules, {
  formula: (tokens, i, options, env) => formula(tokens[i].content, false, env, tokens[i].meta),
  formulas(tokens, i, options, env) {
    let line = tokens[i].map[0] + 2;
    const lines = tokens[i].content.split('\n\n'), together = aligned(lines);
    if (together) return `<div class="formula">${formula(together, true, env, line)}</div>\n`;
    const made = lines.map((tex) => {
      const html = formula(tex, true, env, line);
      line += tex.split('\n').length + 1;
      return html;
    });
    return `<div class="formula">${made.join('')}</div>\n`;
  },
  strong_open: () => '<b>',
  strong_close: () => '</b>',
  box_open(tokens, i, options, env) {
    const {kind, title} = tokens[i].meta, [inline] = md.parseInline(title, env), line = tokens[i].map[0] + 1;
    for (const c of inline?.children ?? []) if (c.type === 'formula') c.meta = line;
    const words = title && md.renderer.renderInline(inline.children, options, env);
    if (kBoxes[kind]?.bare) return '';
    return kBoxes[kind]?.folded ? `<details>\n<summary>${words}</summary>\n` : `<section class="box ${kind}">\n<h3>${words}</h3>\n`;
  },
  box_close: (tokens, i) => (kBoxes[tokens[i].meta.kind]?.bare ? '' : kBoxes[tokens[i].meta.kind]?.folded ? '</details>\n' : '</section>\n'),
});

// ---- A text -------------------------------------------------------------------------------------------------------------
const kFewest = 4;  // links of a text

// The page, and the text's outline: what stands in it in which order, {what, line}.
function page_of(file, {id: lang, decimal}) {
  let line = 1;
  const env = {file: relative(process.cwd(), file), comma: decimal};
  const wrong = (words) => errors.push(`${env.file}:${line}: ${words}`);
  const text = readFileSync(file, 'utf8');
  const tokens = md.parse(text, env);
  const has = {formula: 0, try: 0, sources: 0, link: 0}, outline = [];
  const stands = (what) => outline.push({what, line});
  for (const t of tokens) {
    line = t.map ? t.map[0] + 1 : line;
    if (t.type === 'formulas') ++has.formula, stands(`formulas (${t.content.split('\n\n').length})`);
    if (t.type === 'box_open') ++has[t.meta.kind], stands(`the box ${t.meta.kind}`);
    if (t.type === 'box_close') stands(`the end of the box ${t.meta.kind}`);
    if (t.type === 'heading_open') stands(`a heading ${t.markup}`);
    if (t.type === 'list_item_open') stands('an item of a list');
    for (const c of t.children ?? []) {
      if (c.type === 'formula') c.meta = line, ++has.formula;
      if (c.type === 'span_open' && !kSpans[c.meta]) wrong(`there is no {.${c.meta}}`);
      if (c.type !== 'link_open') continue;
      if (!/^#[a-z]/.test(c.attrGet('href'))) wrong(`a link to ${c.attrGet('href')}: texts lead to experiments (#ising?...)`);
      ++has.link, stands('a link');
      all_links.push(`${env.file}:${line}\t${c.attrGet('href').slice(1)}\n`);
      const claims = c.attrGet('title');
      c.attrs = c.attrs.filter(([name]) => name !== 'title');
      if (claims) c.attrSet('data-claim', claims);
    }
    const last = (t.children ?? []).at(-1)?.content ?? '';
    if ((t.children ?? []).some((c) => c.type === 'text' && /\$|\]\(|\*\*|:::/.test(c.content))) wrong(`a sign that nothing ends: ${last.slice(-40)}`);
  }
  line = 1;
  if (tokens[0]?.tag !== 'h1' || tokens[3]?.type !== 'paragraph_open') wrong('a text begins with "# Title" and a paragraph, the hook');
  else tokens[3].attrSet('class', 'hook');
  if (!has.formula) wrong('no formula');
  if (has.link < kFewest) wrong(`${has.link} links, ${kFewest} at least are wanted: a text is tried out`);
  if (has.try !== 1) wrong('one box "::: try" is needed');
  if (has.sources !== 1) wrong('one box "::: sources" is needed');
  const body = md.renderer.render(tokens, md.options, env);
  const title = md.utils.escapeHtml((tokens[1]?.children ?? []).map((c) => c.content).join(''));
  return {file: env.file, outline, html: `<!doctype html>\n<meta charset="utf-8">\n<title>${title}</title>\n<article lang="${lang}">\n${body}</article>\n`};
}
// Where a translation is built otherwise than the English text.
function compare(english, other) {
  const end = {what: 'the end'}, at = english.outline.findIndex((e, i) => e.what !== other.outline[i]?.what);
  if (at < 0 && english.outline.length === other.outline.length) return;
  const i = at < 0 ? english.outline.length : at, here = other.outline[i] ?? end, there = english.outline[i] ?? end;
  errors.push(`${other.file}:${here.line ?? other.outline.at(-1)?.line ?? 1}: ${here.what}, where ${english.file}${there.line ? `:${there.line}` : ''} has ${there.what}`);
}

// ---- All ----------------------------------------------------------------------------------------------------------------
const ids = readdirSync(lessons, {withFileTypes: true}).filter((d) => d.isDirectory()).map((d) => d.name).sort();
const languages = read_languages(join(web, 'words'), errors);
const pages = new Map();
for (const id of ids) {
  if (!/^[a-z0-9-]{1,40}$/.test(id)) errors.push(`${relative(process.cwd(), join(lessons, id))}: a lesson is called with small Latin letters and digits`);
  const row = join(lessons, id, 'lesson.json'), preset = existsSync(row) && /^[^]*?"preset": *"([^"]+)"/.exec(readFileSync(row, 'utf8'));
  if (preset) all_links.push(`${relative(process.cwd(), row)}:${preset[0].split('\n').length}\t${preset[1]}\n`);
  const texts = new Set(readdirSync(join(lessons, id)).filter((n) => n.endsWith('.md')));
  for (const lang of languages) {
    const file = join(lessons, id, `${lang.id}.md`);
    if (texts.delete(`${lang.id}.md`)) pages.set(`${id}.${lang.id}.html`, page_of(file, lang));
    else errors.push(`${relative(process.cwd(), file)}: this translation is missing`);
  }
  const [english, ...rest] = languages.map((lang) => pages.get(`${id}.${lang.id}.html`));
  for (const other of rest) if (english && other) compare(english, other);
  for (const name of texts) errors.push(`${relative(process.cwd(), join(lessons, id, name))}: web/words has no catalogue of this language`);
}
if (errors.length) {
  console.error(errors.join('\n'));
  process.exit(1);
}
mkdirSync(out, {recursive: true});
for (const name of readdirSync(out)) if (!pages.has(name)) rmSync(join(out, name));
for (const [name, page] of pages) writeFileSync(join(out, name), page.html);
if (links) writeFileSync(links, all_links.join(''));
