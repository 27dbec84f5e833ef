// The lesson's text beside the canvas: lessons/<id>.<language>.html holds an <article>; only the language shown is fetched.

import {$, make, near} from './dom.js';

const docs = new Map();  // "lesson.language" -> promise of a parsed document

// A text that was seen once can be read without a network: here while the page is open, later from the browser's cache.
async function text_of(name) {
  const url = `lessons/${name}.html`;
  const r = await fetch(url).catch(() => fetch(url, {cache: 'force-cache'}));
  if (r.status === 404) return null;
  if (!r.ok) throw new Error(`${url}: HTTP ${r.status}`);
  return new DOMParser().parseFromString(await r.text(), 'text/html');
}

// The document of a lesson, null if there is none, or undefined if it could not be had now.
export function fetch_lesson(id, lang) {
  if (!/^[a-z0-9-]{1,40}$/.test(id)) return Promise.resolve(null);
  const name = `${id}.${lang}`;
  if (!docs.has(name)) {
    docs.set(name, text_of(name).catch(() => {
      docs.delete(name);
      return undefined;
    }));
  }
  return docs.get(name);
}

// lesson(): its id, '' where there is none; open_address(): what the address says begins afresh.
/** @param {{t: import('./types').Words, lang: () => string, lesson: () => string, open_address: () => void}} page */
export function lesson_text({t, lang, lesson, open_address}) {
  const column = $('text'), article = $('article');
  const over = matchMedia('screen and (max-width: 1099.98px)');  // the text lies over the canvas
  const paper = matchMedia('print');
  let was_over = over.matches;
  let shown = '', open = false;
  try {
    open = localStorage.getItem('attractor.text') !== '0';
  } catch { open = true; }
  let wide_open = open;

  function apply(is_open, by_user) {
    open = is_open;
    document.documentElement.dataset.text = open ? 'open' : 'closed';
    const b = $('text-button');
    b.setAttribute('aria-expanded', String(open));
    b.title = t(open ? 'text.hide' : 'text.show');
    b.setAttribute('aria-label', b.title);
    $('text-close').setAttribute('aria-label', t('text.close'));
    const covers = open && over.matches;
    $('stage').inert = covers;
    $('mirror').inert = covers;
    if (by_user && over.matches) (open ? column : b).focus({preventScroll: true});
    if (by_user && !over.matches) {
      wide_open = open;
      try {
        localStorage.setItem('attractor.text', open ? '1' : '0');
      } catch { /* private window */ }
    }
  }
  $('text-button').addEventListener('click', () => apply(!open, true));
  $('text-close').addEventListener('click', () => apply(false, true));
  $('scrim').addEventListener('click', () => apply(false, true));
  column.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && over.matches) apply(false, true);
  });
  function follow_width() {  // paper is another size, too, and nobody's wish
    if (paper.matches || over.matches === was_over) return;
    was_over = over.matches;
    apply(over.matches ? false : wide_open, false);
  }
  over.addEventListener('change', follow_width);
  paper.addEventListener('change', follow_width);

  // A "try this" link that is already in the address bar makes no hashchange; it must still start afresh.
  article.addEventListener('click', (e) => {
    const a = near(e, 'a[href^="#"]');
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    if (a.getAttribute('href') === location.hash) open_address();
    if (over.matches) apply(false, false);
  });

  // Nothing is lost by a text that does not come: it is said, and the text comes with the network. What is there in another language stays.
  function later(id) {
    addEventListener('online', () => id === lesson() && show(), {once: true});
    if (shown.startsWith(`${id} `)) return;
    article.replaceChildren(make('article', {}, make('p', {class: 'quiet', role: 'status'}, t('text.offline'))));
    shown = '';
  }

  async function show() {
    const id = lesson(), language = lang();
    if (!id) return;
    const doc = await fetch_lesson(id, language);
    if (id !== lesson() || language !== lang() || shown === `${id} ${language}`) return;
    if (doc === undefined) return later(id);
    const found = doc?.querySelector('article');
    const same_lesson = shown.startsWith(`${id} `);
    shown = `${id} ${language}`;
    const node = found ? document.importNode(found, true) : make('article', {}, make('p', {class: 'quiet'}, t('text.missing')));
    const at = column.scrollTop;
    article.replaceChildren(node);
    column.scrollTop = same_lesson ? at : 0;
    column.setAttribute('aria-label', t('text.label'));
  }

  apply(over.matches ? false : open, false);
  return {
    show,
    refresh() {
      apply(open, false);
      return show();
    },
    close: () => over.matches && apply(false, false),
  };
}
