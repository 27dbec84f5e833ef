// TypeScript of what JavaScript gets as JSON, from its one description (web/session/api_types.h), and the languages
// there are.
// Usage: node types.mjs <api_types.h> <output.d.ts> [<more.d.ts>]   more: declarations that follow
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {read_languages} from './po.mjs';

const [source, output, more] = process.argv.slice(2);
const text = readFileSync(source, 'utf8'), string = '"((?:[^"\\\\]|\\\\.)*)"';
const plain = (s) => s.replace(/\\(.)/g, '$1');
const members = new Map();
for (const [, name, body] of text.matchAll(/JsonMember (k\w+)\[\] = \{\n([\s\S]*?)\n\};/g)) {
  const rows = [...body.matchAll(new RegExp(`\\{${string}, ${string}, ${string}\\},`, 'g'))].map((m) => m.slice(1).map(plain));
  if (rows.length !== body.split('\n').length) throw new Error(`${source}: a member of ${name} is not on a line of its own`);
  members.set(name, rows);
}
const languages = read_languages(fileURLToPath(new URL('../words', import.meta.url)), []).map((l) => `'${l.id}'`);
let out = `// Made by web/build/types.mjs from web/session/api_types.h.\n\nexport type Language = ${languages.join(' | ')};\n`;
let count = 0;
for (const [, name, about, list] of text.matchAll(new RegExp(`JsonType k\\w+\\{${string}, ${string}, (k\\w+)\\};`, 'g'))) {
  if (!members.has(list)) throw new Error(`${source}: ${name} has no ${list}`);
  out += `\n/** ${plain(about)} */\nexport interface ${name} {\n`;
  for (const [key, type, words] of members.get(list)) out += `${words ? `  /** ${words} */\n` : ''}  ${key}: ${type};\n`;
  out += '}\n';
  ++count;
}
if (count !== members.size || count < 2) throw new Error(`${source}: ${count} types of ${members.size} tables`);
writeFileSync(output, more ? `${out}\n${readFileSync(more, 'utf8')}` : out);
