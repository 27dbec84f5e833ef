// The page's modules among themselves: each is given what it needs, and nobody but page.js holds the page.
// node --test tests/js
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'node:test';

const folder = fileURLToPath(new URL('../../web/page/', import.meta.url));
const code = (name) => readFileSync(folder + name, 'utf8').replace(/\/\*[^]*?\*\/|(?<!['":])\/\/.*|'[^'\n]*'/g, '');

test('no module is given the whole page, or looks for it', () => {
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.js') && n !== 'page.js')) {
    assert.doesNotMatch(code(name), /\bpage\.\w|\(page\b/, name);
    assert.doesNotMatch(readFileSync(folder + name, 'utf8'), /from '\.\/page\.js'/, name);
  }
});

test('page.js alone starts the program and holds it', () => {
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.js') && !['page.js', 'engine.js'].includes(n)))
    assert.doesNotMatch(readFileSync(folder + name, 'utf8'), /from '\.\/engine\.js'/, name);
});
