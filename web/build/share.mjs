// What messengers and search engines are shown, who are never told what stands behind the '#' of an address: a small
// page for each lesson and language, with title and hook out of the lesson's text, that goes on to the experiment
// (go.js).
//   <site>/<lesson>.<language>.html, and where the site's own address is known, too: sitemap.xml, and robots.txt at the
//     top of a host
// Usage: [ATTRACTOR_SITE=https://host/folder/] node share.mjs <site>   without its address, addresses are relative
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [site] = process.argv.slice(2);
let address = (process.env.ATTRACTOR_SITE ?? '').trim();
if (address && !/^https?:\/\/[^\s"'<>&?#]+$/.test(address)) {
  console.error(`ATTRACTOR_SITE is to be an address like https://host/folder/, not ${address}`);
  process.exit(1);
}
if (address && !address.endsWith('/')) address += '/';

const kText = /^([a-z0-9-]+)\.([a-z]{2,3})\.html$/;
const texts = readdirSync(join(site, 'lessons')).map((name) => kText.exec(name)).filter(Boolean).map(([, id, lang]) => ({id, lang}))
  .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.lang < b.lang ? -1 : 1));
const languages = [...new Set(texts.map((t) => t.lang))];
const others = (id) => languages.map((lang) => ({lang, name: `${id}.${lang}.html`}));

// Of HTML its words, fit for an attribute: '<', '&' and '"' stay the entities that they are; of formulas powers can be
// written.
const raised = (digits) => [...digits].map((d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)]).join('');
const words_of = (html) => html.replace(/<mn[^>]*>(\d+)<\/mn><\/msup>/g, (all, digits) => raised(digits)).replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim();
function page_of({id, lang}) {
  const text = readFileSync(join(site, 'lessons', `${id}.${lang}.html`), 'utf8');
  const title = words_of(/<title>(.*?)<\/title>/s.exec(text)[1]), hook = words_of(/<p class="hook">(.*?)<\/p>/s.exec(text)[1]);
  const name = `${id}.${lang}.html`, to = `./#${id}?lang=${lang}`;
  return `<!doctype html>
<html lang="${lang}" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Attractor</title>
<meta name="description" content="${hook}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Attractor">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${hook}">
${address ? `<meta property="og:url" content="${address}${name}">\n` : ''}<link rel="canonical" href="${address}${name}">
${others(id).map((o) => `<link rel="alternate" hreflang="${o.lang}" href="${address}${o.name}">`).join('\n')}
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="first.css">
<script src="go.js" data-to="${to}"></script>
<noscript><meta http-equiv="refresh" content="0; url=${to}"></noscript>
</head>
<body>
<main id="cover"><h1>${title}</h1><p>${hook}</p><p><a href="${to}">Attractor</a></p></main>
</body>
</html>
`;
}

const made = new Map(texts.map((t) => [`${t.id}.${t.lang}.html`, page_of(t)]));
if (address) {
  const entry = (name, more) => `<url><loc>${address}${name}</loc>${more}</url>\n`;
  const alternates = (id) => others(id).map((o) => `<xhtml:link rel="alternate" hreflang="${o.lang}" href="${address}${o.name}"/>`).join('');
  made.set('sitemap.xml', `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entry('', '')}${texts.map((t) => entry(`${t.id}.${t.lang}.html`, alternates(t.id))).join('')}</urlset>
`);
  if (new URL(address).pathname === '/') made.set('robots.txt', `User-agent: *\nAllow: /\nSitemap: ${address}sitemap.xml\n`);
}

for (const name of readdirSync(site)) if ((kText.test(name) || ['sitemap.xml', 'robots.txt'].includes(name)) && !made.has(name)) rmSync(join(site, name));
for (const [name, text] of made) {
  const path = join(site, name);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
