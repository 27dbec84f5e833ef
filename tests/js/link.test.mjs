// What the page must know of a link before the program is there: web/page/link.js.   node --test tests/js
import assert from 'node:assert/strict';
import test from 'node:test';
import {first_word, format, parse, value, with_key} from '../../web/page/link.js';

const link = 'ising?laws=2&T=2.27&lang=ru&e=3:spins.4=1';

test('a link is a model and pairs, and is written as it was read', () => {
  assert.deepEqual(parse('#ising?T=2&play'), {model: 'ising', pairs: [['T', '2'], ['play', null]]});
  assert.deepEqual(parse('lang=ru&ui=min'), {model: '', pairs: [['lang', 'ru'], ['ui', 'min']]});
  for (const l of [link, 'ising', 'ising?T=2&play']) assert.equal(format(parse(l)), l);
  for (const nothing of [null, undefined, '', '#', '?']) assert.deepEqual(parse(nothing), {model: '', pairs: []});
});

test('a value is found whatever travel did to the link; the link comes before the query', () => {
  for (const came of [`#${link}`, `?lang=en#${link}`, `https://x.example/?a=b#${link}`, `#${encodeURIComponent(link)}`,
    `#${encodeURIComponent(encodeURIComponent(link))}`, `#${link.replaceAll('&', '&amp;')}`, '#ising?lang=ru”', '#ising?lang=ru).', '#ising?lang=ru—'])
    assert.equal(value(came, 'lang'), 'ru', came);
  assert.equal(value('#ising?T=2', 'lang'), undefined);
  assert.equal(value('#ising?scale=.5', 'scale'), '.5');
  assert.equal(value('#ising?scale=1,5.', 'scale'), '1,5');
  assert.equal(value('%E0%A4%A', 'lang'), undefined);  // half a character
});

test('the first word is the model, in small letters', () => {
  assert.equal(first_word('?utm_source=x#Hopfield?count=3'), 'hopfield');
  assert.equal(first_word('?hopfield&count=3'), 'hopfield');
  assert.equal(first_word('#?lang=ru'), '');
});

test('a key is set, replaced or taken away; the others keep their places', () => {
  assert.equal(with_key('ising?T=2&lang=ru&L=8', 'lang', null), 'ising?T=2&L=8');
  assert.equal(with_key('ising?T=2', 'hide', 'curves,T'), 'ising?T=2&hide=curves,T');
  assert.equal(with_key('ising?ui=min&T=2', 'ui', 'none'), 'ising?T=2&ui=none');
  assert.equal(with_key('ising', 'origins', 'https://x.example'), 'ising?origins=https%3A%2F%2Fx.example');
});
