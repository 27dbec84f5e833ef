// Letters beyond those that an English page begins with: a font file for each 256 of them, regular and semibold, fetched
// when the page's language needs one or when such a letter is written, for the HTML by the browser and for the canvas
// here. Which files there are, index.html says: the marks of punctuation that they have as well, then
// file/letters/languages for each (web/build/letters.mjs).

/** @typedef {{name: string, range: string, languages: string[], fonts: Uint8Array[] | null, coming: Promise<void> | null, given: boolean,
 *   faces: FontFace[], own: boolean | null}} LetterFile */

const kWeights = [['regular', '400'], ['semibold', '600']];

/** @param {(bold: boolean, bytes: Uint8Array) => boolean} give to the program; false: there is none yet */
export function letter_fonts(give) {
  const [marks, ...entries] = (document.documentElement.dataset.letters ?? '').split(' ');
  /** @type {LetterFile[]} */
  const files = entries.map((entry) => entry.split('/')).map(([name, range, languages]) => ({name, range, languages: languages.split(','),
    fonts: null, coming: null, given: false, faces: [], own: null}));
  const address = (weight, file) => `fonts/${weight}-${file.name}.ttf`;
  const missing = new Set();  // letters that the canvas wanted to draw and had not

  const has = (file, letter) => file.range.split(',').some((range) => {
    const [from, to = from] = range.slice(2).split('-').map((hex) => parseInt(hex, 16)), code = letter.codePointAt(0);
    return code >= from && code <= to;
  });
  function hand_over() {
    for (const file of files) {
      if (!file.fonts || file.given) continue;
      file.given = file.fonts.every((bytes, i) => give(i > 0, bytes));
      if (file.given) for (const letter of [...missing]) if (has(file, letter)) missing.delete(letter);
    }
  }
  // Without them the canvas shows a mark in their place: ugly, not fatal.
  function bring(file) {
    file.coming ??= Promise.all(kWeights.map(async ([weight]) => {
      const r = await fetch(address(weight, file));
      if (!r.ok) throw new Error(`${address(weight, file)}: HTTP ${r.status}`);
      return new Uint8Array(await r.arrayBuffer());
    })).then((fonts) => {
      file.fonts = fonts;
      hand_over();
    }, () => {
      file.coming = null;
      addEventListener('online', () => bring(file), {once: true});
    });
    return file.coming;
  }
  // In a language of its own a file sets the punctuation, too, which then is kerned with its letters.
  function set_type(file, own) {
    if (file.own === own) return;
    file.own = own;
    for (const face of file.faces) document.fonts.delete(face);
    file.faces = kWeights.map(([name, weight]) => new FontFace('Attractor Sans', `url(${address(name, file)})`,
      {weight, display: 'swap', unicodeRange: own ? `${file.range},${marks}` : file.range}));
    for (const face of file.faces) document.fonts.add(face);
  }

  return {
    hand_over,
    // The page's language: when the promise is kept, the canvas has its letters, or they cannot be had now.
    language(lang) {
      for (const file of files) set_type(file, file.languages.includes(lang));
      return Promise.all(files.filter((file) => file.own).map(bring));
    },
    // What the canvas wanted to draw.
    wanted(letters) {
      for (const letter of letters) {
        missing.add(letter);
        files.filter((file) => has(file, letter)).forEach(bring);
      }
    },
    missing: () => [...missing].join(''),
  };
}
