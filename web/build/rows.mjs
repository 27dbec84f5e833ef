// Makes one small file of all lessons' rows, web/lessons/<id>/lesson.json, in the order of the menu: what the program reads at
// run time (web/session/lessons.h). What is wrong in a row stops the build with file and line.
// Usage: node rows.mjs <web/lessons> <lessons.txt>
//
// A line is an item, its parts between tabs: lesson (id, group, title, preset, speed), then stage, side..., curve... (view, title,
// keys, against, theory, shares), controls, pick, numbers. Lines, since a strict reader of them is forty lines of C++.
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';

const [lessons, out] = process.argv.slice(2);
const kViews = ['lattice', 'heatmap', 'curve', 'gallery', 'bars', 'columns', 'surface', 'plane', 'graph', 'bonds', 'hinton', 'scatter', 'tables',
  'layers', 'listing'];
const kPane = {view: 'text', title: 'text', keys: 'list', against: 'text', theory: 'list', sorted: 'flag', shares: 'flag'};
const kRow = {order: 'number', group: 'text', title: 'text', preset: 'text', speed: 'number', stage: 'pane', side: 'panes', curves: 'panes',
  controls: 'list', pick: 'text', numbers: 'list'};
const kNeeded = ['order', 'group', 'title', 'preset', 'speed', 'stage'];
const errors = [];

const is = {
  text: (v) => typeof v === 'string' && v !== '' && !/[\t\n\r]/.test(v),
  number: (v) => Number.isFinite(v) && v > 0,
  flag: (v) => v === true,
  list: (v) => Array.isArray(v) && v.length > 0 && v.every((s) => typeof s === 'string' && /^[^,\t\n\r]+$/.test(s)),
  pane: (v) => v !== null && typeof v === 'object' && !Array.isArray(v),
  panes: (v) => Array.isArray(v) && v.length > 0 && v.every(is.pane),
};
const kMeans = {text: 'words', number: 'a number above 0', flag: 'true, or left out', list: 'a list of names', pane: 'a pane', panes: 'a list of panes'};

function row_of(id) {
  const path = join(lessons, id, 'lesson.json'), file = relative(process.cwd(), path);
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    errors.push(`${file}: this row is missing`);
    return null;
  }
  const at = (part) => `${file}:${text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length}`;
  let row;
  try {
    row = JSON.parse(text);
  } catch (e) {
    const position = /position (\d+)/.exec(e.message);
    errors.push(`${file}:${position ? text.slice(0, position[1]).split('\n').length : 1}: ${e.message}`);
    return null;
  }
  const before = errors.length;
  function check(what, kinds, name) {
    for (const [key, value] of Object.entries(what)) {
      if (!kinds[key]) errors.push(`${at(`"${key}"`)}: ${name} has no "${key}"`);
      else if (!is[kinds[key]](value)) errors.push(`${at(`"${key}"`)}: "${key}" is to be ${kMeans[kinds[key]]}`);
    }
  }
  check(row, kRow, 'a lesson');
  for (const key of kNeeded) if (row[key] === undefined) errors.push(`${file}:1: "${key}" is missing`);
  if (errors.length > before) return null;
  function pane(p) {
    check(p, kPane, 'a pane');
    if (!kViews.includes(p.view)) errors.push(`${at(`"${p.view}"`)}: there is no view called ${p.view}`);
    for (const key of ['title', 'keys']) if (p[key] === undefined) errors.push(`${at(`"${p.view}"`)}: the pane has no ${key}`);
    if (p.sorted && p.view !== 'bars') errors.push(`${at('"sorted"')}: only bars are sorted`);
    return [p.view, p.title, String(p.keys), p.sorted ? 'sorted' : p.against ?? '', (p.theory ?? []).join(), p.shares ? 'shares' : ''].join('\t').trimEnd();
  }
  const lines = [['lesson', id, row.group, row.title, row.preset, row.speed].join('\t'), `stage\t${pane(row.stage)}`];
  for (const p of row.side ?? []) lines.push(`side\t${pane(p)}`);
  for (const p of row.curves ?? []) lines.push(`curve\t${pane(p)}`);
  for (const key of ['controls', 'pick', 'numbers']) if (row[key]) lines.push(`${key}\t${row[key]}`);
  return {id, order: row.order, lines};
}

const rows = readdirSync(lessons, {withFileTypes: true}).filter((d) => d.isDirectory()).map((d) => row_of(d.name)).filter(Boolean)
  .sort((a, b) => a.order - b.order);
rows.forEach((r, i) => {
  if (i && r.order === rows[i - 1].order) errors.push(`${relative(process.cwd(), join(lessons, r.id, 'lesson.json'))}:1: ${rows[i - 1].id} has the order ${r.order}, too`);
});
if (errors.length) {
  console.error(errors.join('\n'));
  process.exit(1);
}
mkdirSync(dirname(out), {recursive: true});
writeFileSync(out, rows.map((r) => `${r.lines.join('\n')}\n`).join(''));
