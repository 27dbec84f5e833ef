// Sets a formula as TeX would: temml makes MathML of it, and here the spaces between its atoms become those of the
// TeXbook (chapter 18), which browsers, each by its own dictionary of operators, only come near to. No styles in it,
// which a site's policy may forbid: classes, for style.css.

// ---- A little of XML ------------------------------------------------------------------------------------------------
// {tag, attributes: {name: value}, children} or text.
function parse(xml) {
  const root = {tag: '', attributes: {}, children: []}, open = [root];
  for (const [, close, tag, attributes, text] of xml.matchAll(/<(\/?)([\w-]+)([^>]*)>|([^<]+)/g)) {
    if (text !== undefined) open.at(-1).children.push(text);
    else if (close) open.pop();
    else {
      const node = {tag, attributes: Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1], m[2]])), children: []};
      open.at(-1).children.push(node);
      open.push(node);
    }
  }
  return root.children[0];
}
function write(node) {
  if (typeof node === 'string') return node;
  const attributes = Object.entries(node.attributes).map(([k, v]) => ` ${k}="${v}"`).join('');
  return `<${node.tag}${attributes}>${node.children.map(write).join('')}</${node.tag}>`;
}
const element = (tag, attributes, ...children) => ({tag, attributes, children});
const words_of = (node) => (typeof node === 'string' ? node : node.children.map(words_of).join(''));

// ---- Atoms ----------------------------------------------------------------------------------------------------------
const kThin = 1 / 6, kMedium = 2 / 9, kThick = 5 / 18;  // em
const kApply = '\u2061';
const kSigns = {  // of operators; what is a letter or a number is ord
  op: '∑∏∐∫∬∮⋃⋂⨁⨂', bin: '+−·⋅×±∓∗∘⊙⊕⊗∧∨∩∪÷∖', punct: ',;',
  rel: '=≠&lt;&gt;≤≥≪≫≈≡≅≃∼∝∈∉∋⊂⊃⊆⊇←→↔⇐⇒⇔⟵⟶⟷⟸⟹⟺↦⟼∣∥⊥⊢⊨:', ord: '∇∂/¬∀∃′″‴∠|‖', inner: '…⋯⋮⋱', open: '([{⟨⌈⌊', close: ')]}⟩⌉⌋!',
};
const kClass = new Map(Object.entries(kSigns).flatMap(([name, signs]) => signs.match(/&\w+;|./gu).map((sign) => [sign, name])));
const kGap = {  // 0, 1 thin, 2 medium, 3 thick; what is below 0 is left out in superscripts and the like
  ord: {op: 1, bin: -2, rel: -3, inner: -1}, op: {ord: 1, op: 1, rel: -3, inner: -1}, bin: {ord: -2, op: -2, open: -2, inner: -2},
  rel: {ord: -3, op: -3, open: -3, inner: -3}, open: {}, close: {op: 1, bin: -2, rel: -3, inner: -1},
  punct: {ord: -1, op: -1, rel: -1, open: -1, close: -1, punct: -1, inner: -1}, inner: {ord: -1, op: 1, bin: -2, rel: -3, open: -1, punct: -1, inner: -1},
};
const kWide = [0, kThin, kMedium, kThick];
const kDefault = {rel: [kThick, kThick], bin: [kMedium, kMedium], punct: [0, kThin], open: [0, 0], close: [0, 0]};  // all browsers agree on

// Around which operator a node is built: itself, or the base of its scripts.
function core(node) {
  if (node.tag === 'mo') return node;
  const [first, ...more] = node.children;
  if (/^m(sub|sup|under|over)/.test(node.tag) && typeof first === 'object' && !is_accent(node)) return core(first);
  return node.tag === 'mrow' && first && !more.length ? core(first) : null;
}
const is_accent = (node) => node.attributes.accent === 'true';
function kind_of(node, fail) {
  const mo = core(node);
  if (!mo) return node.tag === 'mrow' && stretches(node) ? 'inner' : 'ord';
  const {fence, form, lspace} = mo.attributes, sign = words_of(mo);
  if (fence && form === 'prefix') return 'open';
  if (fence && form === 'postfix') return 'close';
  if (fence) return 'ord';
  if (sign === '|' && lspace === '0.22em') return 'rel';  // \mid
  if (sign === ':' && lspace === '0em') return 'punct';   // \colon
  return kClass.get(sign) ?? fail(`nothing is known of the spaces beside ${sign}`);
}
const stretches = (node) => node.children[0]?.attributes?.stretchy === 'true' && node.children[0].attributes.form === 'prefix';
const is_apply = (node) => node?.tag === 'mo' && words_of(node) === kApply;
const is_group = (node) => node.tag === 'mrow' && !stretches(node) && node.children.length > 0 &&
    (node.children.some(is_apply) || core(node) !== null || (node.children[0].attributes?.fence && node.children[0].attributes.form === 'prefix') ||
     node.children.some((c) => c.tag === 'mspace'));

// The atoms of a row, whatever groups temml made within it: {node, kind, parent}, and the spaces that the text asks
// for.
function atoms_of(row, fail, out = []) {
  for (let i = 0; i < row.children.length; ++i) {
    const node = row.children[i], last = out.at(-1);
    if (is_apply(node)) {
      if (last) last.kind = 'op';  // a function's name
      if (row.children[i + 1]?.tag === 'mspace' && row.children[i + 1].attributes.width === '0.1667em') row.children.splice(i + 1, 1);
    } else if (node.tag === 'mspace') {
      if (is_apply(row.children[i + 2])) row.children.splice(i--, 1);  // temml's, before a function
    } else if (node.in_row) {
      atoms_of(node, fail, out);
    } else {
      out.push({node, kind: kind_of(node, fail), parent: row});
    }
  }
  return out;
}

const em = (x) => `${Number(x.toFixed(4))}em`;
// What a browser would put at a side of an operator; NaN: who knows.
function default_of(mo, side) {
  if (['prefix', 'postfix'].includes(mo.attributes.form)) return 0;
  return kDefault[kClass.get(words_of(mo))]?.[side === 'lspace' ? 0 : 1] ?? NaN;
}
function set_space(mo, side, wide) {
  if (Math.abs(wide - default_of(mo, side)) < 1e-3) delete mo.attributes[side];
  else mo.attributes[side] = em(wide);
}
function space_row(row, script, fail) {
  const atoms = atoms_of(row, fail);
  // Where lines are aligned, the cell to the right goes on after the one to its left.
  if (row.before) atoms.unshift({node: element('mrow', {}), kind: row.before, parent: row});
  atoms.forEach((a, i) => {  // a sign that stands where nothing is to its left, or to its right, is none between two
    if (a.kind !== 'bin') return;
    const before = atoms[i - 1]?.kind, after = atoms[i + 1]?.kind;
    if (!before || ['op', 'bin', 'rel', 'open', 'punct'].includes(before) || !after || ['rel', 'close', 'punct'].includes(after)) a.kind = 'ord';
  });
  if (row.before && ['bin', 'rel'].includes(atoms[1]?.kind)) core(atoms[1].node).attributes.form = 'infix';
  row.last = atoms.at(-1)?.kind ?? 'ord';
  const gaps = atoms.slice(1).map((right, i) => {
    const gap = kGap[atoms[i].kind][right.kind] ?? 0;
    return gap < 0 && script ? 0 : kWide[Math.abs(gap)];
  });
  const operators = atoms.map((a) => core(a.node));
  if (operators[0]) set_space(operators[0], 'lspace', 0);
  if (operators.at(-1)) set_space(operators.at(-1), 'rspace', 0);
  gaps.forEach((gap, i) => {
    const [left, right] = [operators[i], operators[i + 1]], {node, parent} = atoms[i + 1];
    if (left && right) {  // one of them has it, the one that needs no word for it if there is such
      const mine = Math.abs(default_of(left, 'rspace') - gap) < 1e-3 && default_of(right, 'lspace') === 0;
      set_space(left, 'rspace', mine ? gap : 0);
      set_space(right, 'lspace', mine ? 0 : gap);
    } else if (right) set_space(right, 'lspace', gap);
    else if (left) set_space(left, 'rspace', gap);
    else if (gap) parent.children.splice(parent.children.indexOf(node), 0, element('mspace', {width: em(gap)}));
  });
}

// ---- The tree -------------------------------------------------------------------------------------------------------
const kRows = ['math', 'mrow', 'mtd', 'msqrt', 'mstyle', 'mpadded', 'menclose', 'mphantom'];
const kScripts = /^m(sub|sup|subsup|under|over|underover)$/;
// What is a row, and what stands in a smaller style, where TeX leaves most of the spaces out. style: 2 display, 1 text,
// 0 script.
function space_tree(node, style, fail) {
  if (typeof node === 'string' || ['mi', 'mn', 'mo', 'mtext', 'mspace'].includes(node.tag)) return;
  node.children.forEach((child, i) => {
    if (child.attributes?.class === 'tml-left') child.before = node.children[i - 1].last;
    const smaller = node.tag === 'mfrac' ? Math.max(0, style - 1) : kScripts.test(node.tag) && i && !is_accent(node) ? 0 : style;
    space_tree(child, smaller, fail);
  });
  if (kRows.includes(node.tag) && !node.in_row) space_row(node, style === 0, fail);
}
// Groups that are part of a row around them are spaced with it.
function mark_groups(node) {
  if (typeof node === 'string') return;
  for (const child of node.children) {
    if (typeof child !== 'object') continue;
    const whole = child.tag === 'mrow' && node.children.length === 1 && !stretches(child);  // temml's group around all there is
    if (kRows.includes(node.tag) && (whole || is_group(child))) child.in_row = true;
    mark_groups(child);
  }
}

// How tall a thing is above and below its line, in em and about: which size of a bracket a browser takes (style.css).
function height_of(node, style) {
  const all = (children, s) => children.filter((c) => typeof c === 'object').map((c) => height_of(c, s)).reduce(([a, b], [c, d]) => [Math.max(a, c), Math.max(b, d)], [0, 0]);
  const [first, second, third] = node.children, small = ([a, b]) => [0.6 * a, 0.6 * b];
  if (['mi', 'mn', 'mtext', 'mo'].includes(node.tag)) {
    const text = words_of(node);
    if (kClass.get(text) === 'op') return style === 2 ? [0.91, 0.43] : [0.71, 0.24];
    return [/^[acegmnopqrsuvwxyzαγεηικμνοπρστυφχψω]+$/.test(text) ? 0.54 : 0.73, /[gjpqyQβγημξρφχψζ()[\]{}|,;]/.test(text) ? 0.2 : 0];
  }
  if (node.tag === 'mfrac') {
    const scale = style === 2 ? 1 : 0.6, [a, b] = height_of(first, style - 1), [c, d] = height_of(second, style - 1);
    return [0.42 + scale * (a + b), scale * (c + d) - 0.13];
  }
  if (node.tag === 'msqrt') return all(node.children, style).map((x, i) => x + (i ? 0 : 0.2));
  if (is_accent(node)) return [height_of(first, style)[0] + 0.15, 0.2];
  if (kScripts.test(node.tag)) {
    const [a, b] = height_of(first, style), limits = /under|over/.test(node.tag) && style === 2;
    const up = small(height_of(node.tag.includes('over') || node.tag === 'msubsup' ? third ?? second : second, 0)), down = small(height_of(second, 0));
    const has_up = /sup|over/.test(node.tag), has_down = /^m(sub|under)/.test(node.tag);
    if (limits) return [has_up ? a + 0.15 + up[0] + up[1] : a, has_down ? b + 0.15 + down[0] + down[1] : b];
    return [has_up ? Math.max(a, Math.max(0.39, a - 0.28) + up[0]) : a, has_down ? Math.max(b, Math.max(0.21, b + 0.16) + down[1]) : b];
  }
  return all(node.children, style);
}
const kAxis = 0.278;
function mark_sizes(node, style) {
  if (typeof node === 'string') return;
  node.children.forEach((c, i) => mark_sizes(c, node.tag === 'mfrac' ? Math.max(0, style - 1) : kScripts.test(node.tag) && i ? 0 : style));
  if (node.tag === 'mrow' && stretches(node)) {
    const inside = element('mrow', {}, ...node.children.slice(1, -1)), [up, down] = height_of(inside, style);
    const size = Math.min(5, Math.max(0, Math.round((2 * Math.max(up - kAxis, down + kAxis) - 1) / 0.5)));
    for (const mo of [node.children[0], node.children.at(-1)]) if (/[()]/.test(words_of(mo))) mo.attributes.class = `s${size}`;
  }
}

// What is left of temml's marks, as classes; accents as accents; "1,1" is no number.
function tidy(node) {
  if (typeof node === 'string') return node;
  const names = (node.attributes.class ?? '').split(' ').filter((n) => /^(tml-(sml|med|lrg)-pad|tml-prime|tml-right|tml-left|(chr|wbk)-\w+(-acc|-vec)?|tml-vec)$/.test(n));
  if (names.length) node.attributes.class = names.join(' ');
  else delete node.attributes.class;
  delete node.attributes.style;
  if (node.tag === 'mover' && /\b(chr|wbk)-/.test(node.children[1].attributes.class ?? '')) node.attributes.accent = 'true';
  node.children = node.children.flatMap((child) => {
    if (child.tag === 'mspace' && !child.attributes.width) return [];
    if (kScripts.test(node.tag) && / tml-prime|^tml-prime/.test(child.attributes?.class ?? '')) return [element('mrow', {}, child, element('mspace', {width: '0.12em'}))];
    if (child.tag !== 'mn' || !words_of(child).includes(',')) return [child];
    return words_of(child).split(',').flatMap((n, i) => [...(i ? [element('mo', {separator: 'true'}, ',')] : []), element('mn', child.attributes, n)]);
  });
  node.children.forEach(tidy);
  return node;
}

// ---- Lines ----------------------------------------------------------------------------------------------------------
const kRelation = /^(=|<|>|\\(le|ge|leftarrow|approx|propto|to|equiv|sim|in)(?![a-zA-Z]))/;
// Where in TeX the first relation stands that is in no group and not at the very beginning: [from, to].
function relation_in(tex) {
  for (let i = 0, depth = 0; i < tex.length;) {
    const command = /^\\([a-zA-Z]+|.)/.exec(tex.slice(i))?.[0], sign = command ?? tex[i];
    if (!depth && i > 0) {
      const found = kRelation.exec(tex.slice(i));
      if (found) return [i, i + found[0].length];
    }
    if (['{', '\\left', '\\begin', '(', '[', '\\{'].includes(sign)) ++depth;
    if (['}', '\\right', '\\end', ')', ']', '\\}'].includes(sign)) --depth;
    i += sign.length + (['\\left', '\\right'].includes(sign) ? /^\s*(\\[a-zA-Z]+|\\?.)/.exec(tex.slice(i + sign.length))?.[0].length ?? 0 : 0);
  }
  return null;
}
// Lines of one display stand under one another at their relations; what begins with a sign goes on to the right of the
// first one's.
// null: they have no such place, each is centred by itself.
export function aligned(lines) {
  const rows = lines.map((tex, k) => {
    if (k && /^[+-]/.test(tex)) return `&${tex}`;
    const at = relation_in(tex);
    if (!at || /^\s*$/.test(tex.slice(at[1]))) return null;
    const goes_on = lines.some((l, j) => j > k && /^[+-]/.test(l));
    return goes_on ? `${tex.slice(0, at[1])}&${tex.slice(at[1])}` : `${tex.slice(0, at[0])}&${tex.slice(at[0])}`;
  });
  return lines.length > 1 && rows.every(Boolean) ? `\\begin{aligned}${rows.join('\\\\')}\\end{aligned}` : null;
}

/** MathML of a formula in TeX; throws where it is none.
 * @param {{renderToString: Function}} temml  @param {{display: boolean, comma: string, macros: object}} how */
export function set_formula(temml, tex, {display, comma, macros}) {
  const fail = (words) => { throw new Error(words); };
  const math = tidy(parse(temml.renderToString(tex, {displayMode: display, throwOnError: true, strict: true, macros: {...macros}})));
  mark_groups(math);
  space_tree(math, display ? 2 : 1, fail);
  mark_sizes(math, display ? 2 : 1);
  const written = write(math);
  return comma === '.' ? written : written.replace(/(<mn[^>]*>\d*)\.(\d)/g, `$1${comma}$2`);
}
