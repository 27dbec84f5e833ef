// What the heaviest lesson costs a tab: the RBM of 500 hidden units on all 60,000 digits of MNIST. The figure is the PSS of the
// tab's renderer process (what it holds alone, and its share of what it shares with the browser's other processes).
//   ATTRACTOR_MEMORY_SECONDS=120 xvfb-run -a node tests/page/run.mjs --site ... --only memory: --browser chromium

import {readFileSync} from 'node:fs';

import {check, new_page, observe, ready, sleep, test, until} from './harness.mjs';

const kSeconds = Number(process.env.ATTRACTOR_MEMORY_SECONDS ?? 6), kMost = 300;  // MB

// In MB: RSS, its largest value ever, and PSS; nothing where there is no such process (any more).
function memory(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8') + readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (key) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)[1]) / 1024;
    return {rss: of('Rss'), peak: of('VmHWM'), pss: of('Pss')};
  } catch {
    return null;
  }
}

// The tab's process is the renderer that has worked most since: nothing else runs in this browser.
async function renderers(browser) {
  const session = await browser.target().createCDPSession();
  const {processInfo} = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter((p) => p.type === 'renderer').map((p) => ({pid: p.id, cpu: p.cpuTime}));
}

test('memory: a tab that trains an RBM on all of MNIST stays within 300 MB', async (t) => {
  const before = new Map((await renderers(t.browser)).map((p) => [p.pid, p.cpu]));
  const page = await new_page(t);
  await page.evaluateOnNewDocument(() => {  // the program does not say how much it has
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const made = WebAssembly[name];
      WebAssembly[name] = async (...args) => {
        const result = await made.apply(WebAssembly, args);
        globalThis.wasm_memory ??= Object.values((result.instance ?? result).exports).find((x) => x instanceof WebAssembly.Memory);
        return result;
      };
    }
  });
  await page.goto(`${t.home}#rbm?data=mnist&examples=60000&hidden=500&batch=100&play=1`, {waitUntil: 'domcontentloaded', timeout: 30000});
  const most = {pss: 0, rss: 0, peak: 0};
  const watch = async () => {
    const busy = (p) => p.cpu - (before.get(p.pid) ?? 0);
    const now = memory((await renderers(t.browser)).reduce((a, b) => (busy(b) > busy(a) ? b : a)).pid);
    for (const key in most) most[key] = Math.max(most[key], now?.[key] ?? 0);
  };
  let loaded = false;
  const loading = ready(page).then(() => until(page, () => attractor.engine.observe().step > 0)).finally(() => { loaded = true; });
  while (!loaded) await Promise.all([watch(), sleep(100)]);
  await loading;
  for (const end = performance.now() + kSeconds * 1000; performance.now() < end;) await Promise.all([watch(), sleep(1000)]);
  const {step} = await observe(page);
  const {usedSize, totalSize} = await (await page.createCDPSession()).send('Runtime.getHeapUsage');
  const wasm = await page.evaluate(() => globalThis.wasm_memory?.buffer.byteLength ?? 0);
  const mb = (x) => Math.round(x / 1048576);
  t.note = `at most: PSS ${Math.round(most.pss)} MB, RSS ${Math.round(most.rss)} MB, ever ${Math.round(most.peak)}; WASM ${mb(wasm)} MB, ` +
      `JavaScript ${mb(usedSize)} of ${mb(totalSize)} MB; ${step} steps in ${kSeconds} s`;
  check(step > 20, `it trained: ${step} steps`);
  check(wasm > 60e6, t.note);  // the digits alone are 47 MB
  check(most.pss > 50 && most.pss < kMost, t.note);
}, {only: 'chromium', alone: true, limit: 60000 + 2000 * kSeconds});
