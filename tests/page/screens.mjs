// A picture of every lesson at the sizes and in the themes and languages people use, for eyes to judge.

import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {PNG, check, colours, open, sleep, test, until} from './harness.mjs';

const kSizes = {phone: {width: 390, height: 844, dpr: 2, phone: true}, laptop: {width: 1366, height: 768, dpr: 1}, projector: {width: 1920, height: 1080, dpr: 2}};
// Every lesson is looked at in these; together they cover each size, theme and language.
const kLooks = [['phone', 'light', 'ru'], ['laptop', 'light', 'en'], ['laptop', 'dark', 'ru'], ['laptop', 'projector', 'en']];
const kFirst = ['ising', 'hopfield'];  // these two also on the large screen, and in every theme

const lessons = () => readFileSync(new URL('../../index.html', import.meta.url), 'utf8').match(/data-lessons="([^"]*)"/)[1].split(' ');

for (const lesson of lessons()) {
  for (const [size, how] of Object.entries(kSizes)) {
    if (size === 'projector' && !kFirst.includes(lesson)) continue;
    const looks = kLooks.filter((l) => l[0] === size);
    if (kFirst.includes(lesson)) for (const theme of ['light', 'dark', 'projector']) if (!looks.some((l) => l[1] === theme)) looks.push([size, theme, 'ru']);
    test(`screenshots: ${lesson}, ${size}`, async (t) => {
      // Firefox is looked at once a lesson: it differs in fonts and formulas, not in themes.
      if (t.name !== 'chromium' && size !== 'laptop') return;
      const page = await open(t, `${lesson}?play=0`, how);
      await page.evaluate(() => attractor.engine.step(40));
      await until(page, () => attractor.engine.observe().step >= 40);
      for (const [, theme, lang] of t.name === 'chromium' ? looks : [looks[0]]) {
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
    });
  }
}
