// A picture of every lesson at the sizes and in the themes and languages people use, for eyes to judge.

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {PNG, check, colours, open, sleep, test, until} from './harness.mjs';

const kSizes = {phone: {width: 390, height: 844, dpr: 2, phone: true}, laptop: {width: 1366, height: 768, dpr: 1}, projector: {width: 1920, height: 1080, dpr: 2}};
const kThemes = ['light', 'dark', 'projector'];
const kLinks = {ising: 'ising?play=0', hopfield: 'hopfield?play=0'};

for (const [lesson, link] of Object.entries(kLinks)) {
  for (const [size, how] of Object.entries(kSizes)) {
    test(`screenshots: ${lesson}, ${size}`, async (t) => {
      const page = await open(t, link, how);
      await page.evaluate(() => attractor.engine.step(40));
      await until(page, () => attractor.engine.observe().step >= 40 || attractor.engine.observe().words.length > 0);
      // Firefox is looked at once a lesson and size: it differs in fonts and formulas, not in themes.
      for (const lang of t.name === 'chromium' ? ['en', 'ru'] : ['ru']) {
        for (const theme of t.name === 'chromium' ? kThemes : ['light']) {
          await page.evaluate((l, x) => {
            attractor.set_lang(l);
            attractor.set_theme(x);
          }, lang, theme);
          await until(page, (l) => document.querySelector('#article article')?.lang === l, lang);
          await sleep(450);
          const {png, colours: n} = await colours(page);
          check(n > 20, `${lesson} ${size} ${theme} ${lang} shows ${n} colours`);
          writeFileSync(join(t.out, `${t.name}-${lesson}-${size}-${theme}-${lang}.png`), PNG.sync.write(png));
        }
      }
    });
  }
}
