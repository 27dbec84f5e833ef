// Takes the code of families of models out of the program, each into a part that the page fetches when a lesson asks for it
// (web/page/engine.js, Library::expect): what every visitor waits for stays small.
// Usage: node split.mjs <linked.wasm> <folders of its objects, comma-separated> <out.wasm> <family>...
//   linked.wasm has its functions' names (--profiling-funcs) and is as the linker left it (-O1): an optimiser makes one function of
//   equal ones of different families. Here the parts are optimised each by itself. A part is what the objects of core/models/<family> define and no
//   other object does, and so for each further object of the core that nothing outside the part asks for: nobody can call into a
//   part but through its models. Writes out.wasm, and <out without .wasm>-<family>.wasm beside it; all without names.
// Needs wasm-split and wasm-opt (Binaryen), and llvm-nm: all come with Emscripten.
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const [linked, objects, out, ...families] = process.argv.slice(2);
const fail = (words) => {
  console.error(`split.mjs: ${words}`);
  process.exit(1);
};

// ---- the tools, where Emscripten has them ------------------------------------------------------------------------------
const emcc = execFileSync('which', ['emcc'], {encoding: 'utf8'}).trim();
const config = (key) => execFileSync(join(dirname(emcc), 'em-config'), [key], {encoding: 'utf8'}).trim();
// By its name, or as Debian names it, with its version ("llvm-nm-14"); of several the newest.
function tool(name, key, folder) {
  const form = new RegExp(`^${name}(?:-(\\d+))?$`), version = (file) => Number(form.exec(file)[1] ?? Infinity);
  for (const place of [join(config(key), folder), '/usr/bin']) {
    const [found] = existsSync(place) ? readdirSync(place).filter((file) => form.test(file)).sort((a, b) => version(b) - version(a)) : [];
    if (found) return join(place, found);
  }
  return fail(`${name} is not here`);
}
const run = (name, ...args) => execFileSync(name, args, {encoding: 'utf8', maxBuffer: 1 << 28});
const kSplit = tool('wasm-split', 'BINARYEN_ROOT', 'bin'), kOptimise = tool('wasm-opt', 'BINARYEN_ROOT', 'bin'), kNm = tool('llvm-nm', 'LLVM_ROOT', '.');
const kFeatures = ['--enable-simd', '--enable-mutable-globals', '--enable-sign-ext', '--enable-bulk-memory', '--enable-nontrapping-float-to-int'];

// ---- the objects: what functions each defines (strongly, or as one of many equal ones) and asks for ---------------------
const files = objects.split(',').flatMap((folder) => readdirSync(folder, {recursive: true}).map((f) => join(folder, f)))
  .filter((f) => f.endsWith('.o') && statSync(f).isFile());
const symbols = new Map(files.map((f) => [f, {strong: new Set(), weak: new Set(), asks: new Set()}]));
let file = '';
for (const line of run(kNm, '-C', ...files).split('\n')) {
  const [, head] = /^(.+):$/.exec(line) ?? [], [, kind, name] = /^ *[-0-9a-f]* ([a-zA-Z]) (.*)$/.exec(line) ?? [];
  if (head) file = head;
  else if (kind === 'U') symbols.get(file).asks.add(name);
  else if (/[tT]/.test(kind ?? '')) symbols.get(file).strong.add(name);
  else if (/[wW]/.test(kind ?? '') && name.includes('attractor::')) symbols.get(file).weak.add(name);  // libraries have the others, too
}
const of_family = (f, family) => f.includes(`/core/models/${family}/`);

function objects_of(family) {
  const part = new Set(files.filter((f) => of_family(f, family) || f.includes('/core/') && !f.includes('/core/models/')));
  if (!files.some((f) => of_family(f, family))) fail(`no objects of ${family}`);
  for (let before = 0; before !== part.size;) {
    before = part.size;
    const outside = new Set(files.filter((f) => !part.has(f)).flatMap((f) => [...symbols.get(f).asks]));
    const inside = new Set([...part].flatMap((f) => [...symbols.get(f).asks]));
    for (const f of part) {
      const defined = [...symbols.get(f).strong];
      if (!of_family(f, family) && (defined.some((s) => outside.has(s)) || !defined.some((s) => inside.has(s)))) part.delete(f);
    }
  }
  return part;
}

// ---- modules as bytes --------------------------------------------------------------------------------------------------
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  byte() { return this.bytes[this.at++]; }
  number() {
    let value = 0, shift = 0, byte;
    do {
      byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  }
  take(size) { return this.bytes.subarray(this.at, this.at += size); }
  text() { return Buffer.from(this.take(this.number())).toString('utf8'); }
}
function number_bytes(n) {
  const out = [];
  do {
    out.push((n & 127) | (n > 127 ? 128 : 0));
    n = Math.floor(n / 128);
  } while (n > 0);
  return Buffer.from(out);
}
const text_bytes = (text) => Buffer.concat([number_bytes(Buffer.byteLength(text)), Buffer.from(text)]);

// The names of the functions in a module: its custom section "name", subsection 1.
function function_names(path) {
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(readFileSync(path)), 'name');
  if (!section) fail(`${path} has no names`);
  const names = [];
  for (const r = new Reader(new Uint8Array(section)); r.at < r.bytes.length;) {
    const id = r.byte(), size = r.number(), end = r.at + size;
    if (id === 1) for (let count = r.number(); count > 0; --count) r.number(), names.push(r.text());
    r.at = end;
  }
  return names;
}

// What the parts take from the program bears the names of C++ in full: the same in short, on both sides. And the table, which each
// further cut makes longer, may be as long as it is.
const kImports = 2, kExports = 7;
function rename(path, short) {
  const r = new Reader(readFileSync(path)), out = [r.take(8)];
  const limits = () => {
    const flags = r.byte();
    r.number();
    if (flags & 1) r.number();
  };
  const kTable = 1, description = {0: () => r.number(), [kTable]: () => (r.byte(), limits()), 2: limits, 3: () => r.take(2)};  // function, memory, global
  function table() {
    const type = r.byte(), flags = r.byte(), least = r.number();
    if (flags & 1) r.number();
    return Buffer.concat([Buffer.from([kTable, type, 0]), number_bytes(least)]);
  }
  while (r.at < r.bytes.length) {
    const id = r.byte(), size = r.number(), end = r.at + size;
    if (id !== kImports && id !== kExports) out.push(Buffer.from([id]), number_bytes(size), r.take(size));
    else {
      const count = r.number(), body = [number_bytes(count)];
      for (let i = 0; i < count; ++i) {
        const module = id === kImports ? r.text() : 'primary', name = r.text(), from = r.at, kind = r.byte();
        let what;
        if (id === kImports && kind === kTable) what = table();
        else if (id === kImports) description[kind]();
        else r.number();
        if (id === kImports) body.push(text_bytes(module));
        body.push(text_bytes(module === 'primary' ? short.get(name) ?? name : name), what ?? r.bytes.subarray(from, r.at));
      }
      if (r.at !== end) fail(`${path}: a section was misread`);
      const whole = Buffer.concat(body);
      out.push(Buffer.from([id]), number_bytes(whole.length), whole);
    }
  }
  writeFileSync(path, Buffer.concat(out));
}
const escaped = (name) => name.replace(/[^\w!#$%&'*+\-./:<=>?@^`|~]/g, (c) => `\\${c.charCodeAt(0).toString(16).padStart(2, '0')}`);  // as Binaryen does

// ---- the cuts ----------------------------------------------------------------------------------------------------------
const part_of = (family) => out.replace(/\.wasm$/, `-${family}.wasm`);
const list = `${out}.functions`, all = new Set(function_names(linked)), report = [];
let rest = linked;
families.forEach((family, i) => {
  const inside = objects_of(family), last = i + 1 === families.length;
  const elsewhere = new Set(files.filter((f) => !inside.has(f)).flatMap((f) => [...symbols.get(f).strong, ...symbols.get(f).weak]));
  const mine = [...new Set([...inside].flatMap((f) => [...symbols.get(f).strong, ...symbols.get(f).weak]))]
    .filter((name) => all.has(name) && !elsewhere.has(name) && !name.startsWith('_GLOBAL__'));
  if (!mine.length) fail(`nothing of ${family} is in the program`);
  const next = `${out}.${i}`;
  writeFileSync(list, mine.map(escaped).join('\n'));
  run(kSplit, rest, ...kFeatures, '-g', `--split-funcs=@${list}`, `--placeholder-namespace=part.${family}`, '--import-namespace=primary',
    `--export-prefix=${i}`, '-o1', next, '-o2', part_of(family));
  for (const f of [list, ...(rest === linked ? [] : [rest])]) rmSync(f);
  rest = next;
});
renameSync(rest, out);

const exported = (path) => WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(path))).map((e) => e.name);
const before = new Set(exported(linked));
const short = new Map(exported(out).filter((name) => !before.has(name)).map((name, i) => [name, `%${i.toString(36)}`]));
for (const path of [out, ...families.map(part_of)]) {
  rename(path, short);
  run(kOptimise, path, ...kFeatures, '-O2', '--strip-debug', '-o', path);
}
for (const family of families) report.push(`${family} ${statSync(part_of(family)).size}`);
console.log(`-- Parts of the program, in bytes: ${statSync(out).size}, ${report.join(', ')}`);
