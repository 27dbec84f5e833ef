// Every word the page itself says, in English; [one, many] where a number decides. Other languages come from web/words/<language>.po,
// by the English, and only the one that is wanted is fetched.

// Those there are, English first: {id, name, also_for}.
export const LANGUAGES = globalThis.attractor_watch?.languages ?? [{id: 'en', name: 'English', also_for: []}];
export const LANGS = LANGUAGES.map((l) => l.id);

export const STRINGS = {
  'menu.label': 'Lessons',
  'menu.lang': 'Language',
  'text.show': 'Show the text',
  'text.hide': 'Hide the text',
  'text.close': 'Back to the experiment',
  'text.missing': 'There is no text for this lesson yet.',
  'text.offline': 'The text could not be loaded. It comes as soon as there is a connection.',
  'text.label': 'Lesson',

  'theme.light': 'light',
  'theme.dark': 'dark',
  'theme.projector': 'projector',
  'theme.button': 'Theme: {now}. Switch to: {next}',

  'share': 'Share',
  'share.title': 'Share this experiment',
  'share.about': 'The link holds every parameter, every action and a fingerprint of the state. Whoever opens it sees the same bits.',
  'share.link': 'Link',
  'share.embed': 'Embed in a page or slide',
  'share.copy': 'Copy',
  'share.csv': 'Curves as CSV',
  'share.excel': 'For Excel',
  'share.excel.help': 'Semicolons between columns and a decimal comma: what Excel expects in Russian, German, French',
  'share.poisoned': 'This browser mixes noise into pictures that a page reads back (a protection against tracking), so no true picture can be saved. Allow this site to read the canvas, or take a screenshot.',
  'save.file': 'Save',
  'save.share': 'Send…',
  'save.picture': 'If “Save” does nothing here: press the picture long, or click it with the right button, and keep or copy it.',
  'save.words': 'If “Save” does nothing here: copy the table from this field.',
  'share.png': 'Picture as PNG',
  'share.copied': 'Link copied',
  'share.copied.embed': 'Embed code copied',
  'share.manual': 'Copy the link from here: press Ctrl+C (⌘C).',
  'share.long': ['The link has {n} character; some mail programs and messengers cut links above 2,000. Check it after sending.',
    'The link has {n} characters; some mail programs and messengers cut links above 2,000. Check it after sending.'],
  'share.blank': 'The picture could not be taken. Try once more while the experiment is visible.',
  'share.nothing': 'There are no curves yet: make a few steps first.',

  'replay.running': 'Replaying… {n} %',
  'replay.reproduced': 'Reproduced at step {step}',
  'replay.differs': 'Differs at step {step}',
  'replay.differs.from': 'Differs from step {from} on',
  'replay.reproduced.help': 'The state has the same fingerprint as when the link was made.',
  'replay.differs.help': 'The state differs from the one the link was made from: another version of the model, or an edited link.',

  'load.wait': 'Loading…',
  'load.nowasm': 'This browser has no WebAssembly. Please open the page in a current Firefox, Chrome, Edge or Safari.',
  'load.nowebgl': 'This browser gives no WebGL 2 here, and the experiment is drawn with it. Switch on hardware acceleration in the browser’s settings, or try another browser.',
  'load.failed': 'The laboratory could not be loaded. Check the connection and reload the page.',
  'load.absent': 'The server does not send {name}. Whoever runs it has to put the whole site there, this file too.',
  'load.old': 'This browser is too old for the laboratory: it needs WebAssembly with SIMD (Chrome 91, Firefox 89, Safari 16.4 or later).',
  'load.csp': 'The site’s security policy forbids WebAssembly here. Whoever runs the server has to add \'wasm-unsafe-eval\' to script-src of the Content-Security-Policy.',
  'load.memory': 'The browser gives this page no memory. Close other tabs or programs and reload.',
  'load.updated': 'The laboratory has just been updated, and its parts do not fit together yet. Reload the page in a few minutes.',
  'load.stopped': 'The experiment stopped because of an internal error. Its link is still in the address bar: reload the page to go on.',
  'load.reload': 'Reload',

  'gl.lost': 'The browser took the graphics back; waiting to draw again…',
  'gl.restored': 'Drawing again',

  'data.coming': 'Fetching the data: part {i} of {n}, {a} of {b} KB',
  'data.failed': 'The data {name} did not come. The link waits: it goes on by itself when the connection is back.',
  'data.again': 'Try again',
  'data.without': 'Go on without them',

  'memories.title': 'Ask the memory',
  'memories.cue': 'Ask by a word, or a part of one',
  'memories.cue.example': 'spring',
  'memories.ask': 'Recall',
  'memories.lines': 'What it remembers',
  'memories.help': 'One memory a line, at most {n} of {m} characters. Write your own: they travel in the link.',
  'memories.again': 'Back to the built-in ones',

  'picture.drop': 'Drop the picture: it will be stored as a pattern',
  'picture.nowhere': 'This model stores no pictures. Open the Hopfield lesson and drop the picture there.',
  'picture.stored': 'Picture stored as a pattern',
  'picture.notstored': 'The picture was not stored',
  'picture.notimage': '“{name}” is not a picture the browser can read',
  'picture.toobig': '“{name}” is too large: at most 20 MB and 40 megapixels',
  'picture.flat': '“{name}” has one colour only, there is nothing to remember',
  'picture.poisoned': '“{name}” was not stored: this browser mixes noise into pictures that a page reads (a protection against tracking). Allow this site to read the canvas.',
  'picture.full': 'The link has no room for another picture of {side} × {side}. Remove one first, or choose a smaller side.',
  'picture.room': 'The link has room for about {n} more.',
  'picture.title': 'Patterns to remember',
  'picture.about': 'Click a digit to store it. Each is redrawn on the {side} × {side} grid of the network.',
  'picture.file': 'Choose a picture…',
  'picture.all': 'All',
  'picture.digit': 'Digit {n}',
  'picture.nodigits': 'The digits could not be loaded.',
  'picture.credit': 'Handwritten digits: MNIST (LeCun, Cortes, Burges).',

  'close': 'Close',
  'canvas.label': '{title}: the experiment. The same controls and values follow as ordinary page elements; press Tab.',
  'edit.label': 'New value: {name}',

  'mirror.title': 'Controls and values',
  'mirror.about': 'Everything on the canvas, as ordinary page elements.',
  'mirror.transport': 'Time',
  'mirror.play': 'Play',
  'mirror.pause': 'Pause',
  'mirror.step': 'One step',
  'mirror.back': 'Step back',
  'mirror.reset': 'To the start',
  'mirror.controls': 'Parameters',
  'mirror.values': 'Current values',
  'mirror.name': 'Quantity',
  'mirror.value': 'Value',
  'mirror.at': 'Step',
  'mirror.none': 'not defined',
};

const version = new URL(import.meta.url).search;  // of the build
/** What a language is, and its words: English -> forms. The digits of plurals are the forms for 0 ... 199
 *   (web/build/po.mjs).
 * @typedef {{raw: string, words: Map<string, string[]>, decimal: string, plurals: string}} Catalogue
 * @type {Map<string, Catalogue>} */
const catalogues = new Map();
const coming = new Map();

export const knows = (lang) => lang === 'en' || catalogues.has(lang);

// The words of a language, as the program takes them ('' for English). Fails without a network; then it may be asked again.
export function learn(lang) {
  if (knows(lang)) return Promise.resolve(catalogues.get(lang)?.raw ?? '');
  if (!coming.has(lang)) {
    coming.set(lang, fetch(`words/${lang}.txt${version}`).then(async (r) => {
      if (!r.ok) throw new Error(`words/${lang}.txt: HTTP ${r.status}`);
      const raw = await r.text();
      const words = new Map(raw.split('\n').filter(Boolean).map((line) => line.split('\t')).map(([english, ...forms]) => [english, forms]));
      const [decimal, plurals] = words.get('') ?? ['.', ''];
      catalogues.set(lang, {raw, words, decimal, plurals});
      return raw;
    }).finally(() => coming.delete(lang)));
  }
  return coming.get(lang);
}

export function text(lang, key, values) {
  const english = [STRINGS[key] ?? key].flat(), catalogue = catalogues.get(lang), forms = catalogue?.words.get(english[0]);
  const n = Math.trunc(Math.abs(Number(values?.n ?? 0)));
  const form = forms ? Number(catalogue?.plurals[n < 200 ? n : 100 + n % 100]) : Number(n !== 1);
  const all = forms ?? english;
  let s = all.length > 1 ? all[form] : all[0];
  if (values) for (const [name, value] of Object.entries(values)) s = s.replaceAll(`{${name}}`, () => String(value));
  return s;
}

// A number as the language writes it: in Russian with a comma before the fraction. Anything else stays as it is.
export const written = (lang, number) => (/^-?\d*\.\d+(e-?\d+)?$/.test(number) ? number.replace('.', catalogues.get(lang)?.decimal ?? '.') : number);
// What people write back: the language's mark or a comma for the point, a real minus sign for the hyphen. Anything else
// stays as it is.
export function unwritten(lang, words) {
  const plain = words.trim().replace(/−/g, '-'), pointed = plain.replace(catalogues.get(lang)?.decimal ?? ',', '.').replace(',', '.');
  return /^-?\d*\.\d+(e[-+]?\d+)?$/i.test(pointed) ? pointed : plain;
}
