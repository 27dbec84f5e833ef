// The page in real browsers.
//   xvfb-run -a node tests/page/run.mjs --site DIR --replay BINARY --out DIR [--browser chromium|firefox] [--only WORDS] [--files slides,strict] [--pictures]

import {resolve} from 'node:path';
import {run_all, serve} from './harness.mjs';

const args = process.argv.slice(2);
const given = (name, otherwise) => {
  const i = args.indexOf(`--${name}`);
  return i < 0 ? otherwise : args[i + 1];
};
const site = given('site'), replay = given('replay'), out = resolve(given('out', 'build/page'));
if (!site || !replay) {
  console.error('usage: run.mjs --site DIR --replay BINARY --out DIR [--browser chromium|firefox] [--only WORDS]');
  process.exit(2);
}

const kFiles = ['open', 'links', 'use', 'hands', 'frames', 'slides', 'strict', 'odds', 'proof', 'screens', 'monkey', 'memory'];
for (const file of given('files')?.split(',') ?? kFiles) await import(`./${file}.mjs`);

const ours = await serve(site), theirs = await serve(site, new Map());
const failed = await run_all({
  browsers: given('browser') ? [given('browser')] : ['chromium', 'firefox'],
  only: given('only'), site: resolve(site), replay: resolve(replay), out,
  home: `http://localhost:${ours.port}/`,
  decks: theirs.pages, far: `http://127.0.0.1:${theirs.port}/`,  // another origin, for pages that embed
  shared: {},  // what one browser leaves for the other
});
ours.server.close();
theirs.server.close();
process.exit(failed ? 1 : 0);
