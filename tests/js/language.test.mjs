// A language is a catalogue and texts: one that does not exist is added to a copy of the sources, and nothing else is
// touched there.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {after} from 'node:test';
import {fileURLToPath} from 'node:url';
import vm from 'node:vm';
import {read_po} from '../../web/build/po.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)), tree = mkdtempSync(join(tmpdir(), 'attractor-'));
after(() => rmSync(tree, {recursive: true}));
const run = (script, ...args) => execFileSync(process.execPath, [join(tree, 'web/build', script), ...args], {encoding: 'utf8', stdio: 'pipe'});
const read = (...path) => readFileSync(join(tree, ...path), 'utf8');

for (const name of ['core', 'web', 'index.html']) cpSync(join(root, name), join(tree, name), {recursive: true});
const {entries} = read_po(join(root, 'web/words/ru.po'), []), quoted = JSON.stringify;
const catalogue = [`msgid ""\nmsgstr ""\n"Language: xx\\n"\n"X-Name: Xxish\\n"\n"X-Decimal: ·\\n"\n"X-Also-For: yy zz\\n"
"Plural-Forms: nplurals=2; plural=(n%10==1);\\n"\n`, ...entries.map(({id, plural}) => (plural
  ? `msgid ${quoted(id)}\nmsgid_plural ${quoted(plural)}\nmsgstr[0] ${quoted(`x ${plural}`)}\nmsgstr[1] ${quoted(`y ${id}`)}\n`
  : `msgid ${quoted(id)}\nmsgstr ${quoted(`x ${id}`)}\n`))].join('\n');
const lessons = readdirSync(join(tree, 'web/lessons'));
writeFileSync(join(tree, 'web/words/xx.po'), catalogue);
for (const id of lessons) copyFileSync(join(tree, 'web/lessons', id, 'en.md'), join(tree, 'web/lessons', id, 'xx.md'));

test('its words and texts are built, and its name is in the types', () => {
  run('words.mjs', tree, join(tree, 'words'));
  assert.match(read('words/xx.txt'), /^\t·\t01000000000100000000/);
  assert.match(read('words/xx.txt'), /^Play\tx Play$/m);
  assert.match(read('words/first/index.html'), /Loading… · Загрузка… · x Loading…/);
  run('lessons.mjs', join(root, 'build/deps/node_modules'), join(tree, 'web'), join(tree, 'lessons'));
  for (const id of lessons) assert.match(read(`lessons/${id}.xx.html`), /<article lang="xx">/);
  assert.match(read('lessons/ising.xx.html'), /<mn>\d+·\d+<\/mn>/);
  run('types.mjs', join(tree, 'web/session/api_types.h'), join(tree, 'api.d.ts'));
  assert.match(read('api.d.ts'), /type Language = 'en' \| 'ru' \| 'xx';/);
});

// watch.js in a page whose browser reads these languages.
function watch(reads, link = '') {
  const place = {href: `https://x.example/${link}`, protocol: 'https:', search: '', hash: link};
  const page = {navigator: {languages: reads}, location: place, document: {documentElement: {getAttribute: () => '0'}, addEventListener() {},
    readyState: 'loading', getElementById: () => null, currentScript: {src: 'https://x.example/watch.js', getAttribute: () => ''}}, setInterval() {}, clearInterval() {}};
  vm.runInNewContext(read('words/first/watch.js'), Object.assign(page, {window: page}));
  return page.attractor_watch;
}

test('the page offers it to those who read it', () => {
  const languages = JSON.parse(JSON.stringify(watch([]).languages));
  assert.deepEqual(languages.map((l) => [l.id, l.name]), [['en', 'English'], ['ru', 'Русский'], ['xx', 'Xxish']]);
  for (const [reads, wanted] of [[['xx-YY', 'en'], 'xx'], [['zz'], 'xx'], [['de', 'YY', 'ru'], 'xx'], [['be', 'xx'], 'ru'], [['de'], 'en'], [[], 'en']])
    assert.equal(watch(reads).from_browser(), wanted, reads.join());
  assert.equal(watch(['en'], '#ising?lang=xx').say('wait'), 'x Loading the page…');
  assert.equal(watch(['xx'], '#ising?lang=ru').say('wait'), 'Загружаем страницу…');
  assert.equal(watch(['xx'], '#ising?lang=qq').say('wait'), 'x Loading the page…');
});

test('the page speaks it, once its words have come, and fetches no others', async () => {
  const fetched = [];
  globalThis.attractor_watch = watch(['xx']);
  globalThis.fetch = async (name) => {
    fetched.push(name);
    return existsSync(join(tree, name)) ? new Response(read(name)) : new Response('', {status: 404});
  };
  const {LANGS, knows, learn, text, unwritten, written} = await import(`data:text/javascript,${encodeURIComponent(read('web/page/strings.js'))}`);
  assert.deepEqual([...LANGS], ['en', 'ru', 'xx']);
  assert.equal(text('xx', 'mirror.play'), 'Play');  // as yet
  assert.equal(written('xx', '0.5'), '0.5');
  assert(!knows('xx') && !knows('ru') && knows('en'));
  assert.match(await learn('xx'), /^\t·/);
  assert.equal(text('xx', 'mirror.play'), 'x Play');
  assert.equal(text('xx', 'replay.differs', {step: 7}), 'x Differs at step 7');
  assert.match(text('xx', 'share.long', {n: 2541}), /^y The link has 2541 character;/);
  assert.match(text('xx', 'share.long', {n: 2540}), /^x The link has 2540 characters;/);
  assert.match(text('en', 'share.long', {n: 1}), /^The link has 1 character;/);
  assert.match(text('en', 'share.long', {n: 2541}), /^The link has 2541 characters;/);
  assert.equal(written('xx', '-0.5'), '-0·5');
  assert.equal(written('xx', 'x.5'), 'x.5');
  for (const back of ['−0,5', '-0·5', ' -0.5 ']) assert.equal(unwritten('xx', back), '-0.5');
  assert.equal(unwritten('en', '1,234.5'), '1,234.5');
  await assert.rejects(learn('qq'));
  await learn('xx');
  assert.deepEqual(fetched, ['words/xx.txt', 'words/qq.txt']);
});

test('a text or a word that it lacks stops the build', () => {
  const fails = (...args) => {
    try {
      run(...args);
    } catch (e) {
      return e.stderr;
    }
    return 'nothing is wrong';
  };
  rmSync(join(tree, 'web/lessons/ising/xx.md'));
  assert.match(fails('lessons.mjs', join(root, 'build/deps/node_modules'), join(tree, 'web'), join(tree, 'lessons')), /ising\/xx\.md: this translation is missing/);
  writeFileSync(join(tree, 'web/words/xx.po'), catalogue.replace(/msgid "Share"\nmsgstr .*\n/, 'msgid "Sharing"\nmsgstr "x"\n'));
  const said = fails('words.mjs', tree, join(tree, 'words'));
  assert.match(said, /xx\.po:1: not translated: Share\n/);
  assert.match(said, /xx\.po:\d+: said nowhere: Sharing\n/);
});
