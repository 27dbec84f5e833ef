// Data that a run asks for: files of data/, fetched once, handed to the program (web/canvas/api.h, "needs") or read here.

import {$, make} from './dom.js';

const kAtOnce = 3, kQuiet = 500;  // ms before a transfer is worth a word
const kAgain = 15000;             // ms after which it is tried once more by itself
const files = new Map();          // name -> promise of a Uint8Array
const transfers = new Map();      // name -> [bytes so far, bytes in all]
let report_progress = () => {};

const data_file = (name) => `data/${name}.bin`;

async function fetched(name, url) {
  const r = await fetch(url);
  if (!r.ok) throw new Error(`${name}: HTTP ${r.status}`);
  const total = r.headers.get('content-encoding') ? 0 : Number(r.headers.get('content-length'));
  if (!r.body || !total) return new Uint8Array(await r.arrayBuffer());
  const reader = r.body.getReader(), bytes = new Uint8Array(total);
  let got = 0;
  transfers.set(name, [0, total]);
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (got + part.value.length > total) throw new Error(`${name}: too long`);
    bytes.set(part.value, got);
    got += part.value.length;
    transfers.set(name, [got, total]);
    report_progress();
  }
  if (got !== total) throw new Error(`${name}: cut`);
  return bytes;
}
function file(name, url = data_file(name)) {
  if (!files.has(name)) {
    files.set(name, fetched(name, url).catch((e) => {
      files.delete(name);
      throw e;
    }).finally(() => transfers.delete(name)));
  }
  return files.get(name);
}

// It will be asked for. What is there already is not brought again.
const asked_early = new Set();
export function fetch_early(name, url) {
  if (asked_early.has(name)) return;
  asked_early.add(name);
  file(name, url).catch(() => asked_early.delete(name));
}

// What the program asks for is brought; what cannot be had is asked for again, when the network is back, by itself, or by hand.
// Until then the program waits, and the address stays what was asked for. Returns supply(names).
// address(name): where it lies; give(name, bytes): to the program, null for what cannot be had; waiting(): how many files it still
// waits for.
/** @param {{t: import('./types').Words, address: (name: string) => string,
 *   give: (name: string, bytes: Uint8Array | null) => Promise<void>, waiting: () => number}} page */
export function supplier({t, address, give, waiting}) {
  const words = make('p'), box = make('div', {id: 'fetching', role: 'status', hidden: true}, words);
  const again = make('button', {type: 'button', class: 'plain', onclick: () => retry()});
  const without = make('button', {type: 'button', class: 'plain', onclick: () => give_up()});
  const buttons = make('div', {class: 'row'}, again, without);
  let wanted = [], count = 0, failed = '', since = 0, timer = 0;
  $('stage').append(box);
  box.append(buttons);

  function show() {
    const late = wanted.length > 0 && (failed || performance.now() - since > kQuiet);
    box.hidden = !late;
    if (!late) return;
    const sum = [...transfers.values()].reduce((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0]).map((b) => Math.round(b / 1000));
    const now = failed ? t('data.failed', {name: failed}) : t('data.coming', {i: count - wanted.length + 1, n: count, a: sum[0], b: sum[1]});
    if (words.textContent !== now) words.textContent = now;
    buttons.hidden = !failed;
    again.textContent = t('data.again');
    without.textContent = t('data.without');
  }
  report_progress = show;

  async function bring() {
    const names = [...wanted];
    const worker = async () => {
      for (let name = names.shift(); name && !failed; name = names.shift()) {
        const bytes = await file(name, address(name)).catch(() => null);
        if (!bytes) return void (failed ||= name);
        if (!wanted.includes(name)) continue;
        files.delete(name);  // the program keeps its own copy
        try {
          await give(name, bytes);
        } catch (e) {
          console.warn(e);
          return void (failed ||= name);
        }
        wanted = wanted.filter((w) => w !== name);
        show();
      }
    };
    await Promise.all(Array.from({length: kAtOnce}, worker));
    show();
    clearTimeout(timer);
    if (failed) timer = setTimeout(retry, kAgain);
  }
  function retry() {
    if (!failed) return;
    failed = '';
    show();
    return bring();
  }
  function give_up() {
    const [name] = wanted;
    wanted = [];
    failed = '';
    show();
    if (name) give(name, null);
  }
  addEventListener('online', retry);

  async function supply(list) {
    wanted = list.split(',').filter((name) => /^[a-z0-9-]{1,40}$/.test(name));
    [count, failed, since] = [wanted.length, '', performance.now()];
    setTimeout(show, kQuiet + 10);
    await bring();
  }
  // Nothing is waited for any more: another lesson was opened meanwhile.
  supply.look = () => {
    if (!wanted.length || waiting() !== 0) return;
    [wanted, failed] = [[], ''];
    show();
  };
  return supply;
}

const kHead = 'ARRAYS1\n', kEnd = '\n\n', kTypes = {u8: Uint8Array, i8: Int8Array, f32: Float32Array};

// The arrays of a file by their names, each {shape, data}: core/run/library.h has its form.
export async function read_arrays(name) {
  const bytes = await file(name), text = new TextDecoder('latin1').decode(bytes.subarray(0, 2000)), end = text.indexOf(kEnd);
  if (!text.startsWith(kHead) || end < 0) throw new Error(`${name}: damaged`);
  const inflated = new Blob([bytes.subarray(end + kEnd.length)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const body = await new Response(inflated).arrayBuffer(), arrays = {};
  let at = 0;
  for (const line of text.slice(kHead.length, end).split('\n')) {
    const [array, type, ...sizes] = line.split(' '), shape = sizes.map(Number), count = shape.reduce((a, b) => a * b);
    arrays[array] = {shape, data: new kTypes[type](body, at, count)};
    at += arrays[array].data.byteLength;
  }
  return arrays;
}
