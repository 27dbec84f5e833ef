// Pictures to remember: a dropped, pasted or chosen file, or a handwritten digit, becomes side x side bits for the network.

import {read_piece} from './data.js';
import {can_read, decoded, resampled} from './pixels.js';
import {dialog, icon, make, toast} from './say.js';

const kBytes = 20e6, kPixels = 40e6, kAtOnce = 8, kRoom = 40000;

class Refused extends Error {
  constructor(key, values) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

const row_of = (page, key) => page.engine?.describe().rows.find((r) => r.key === key);
// A model that learns handwriting or the like takes the user's pictures in the same size (Session turns it to them).
const side_of = (page) => {
  const data = row_of(page, 'data');
  return data && data.value !== 'own' ? 28 : Number(row_of(page, 'side')?.value);
};
const takes_greys = (page) => Boolean(row_of(page, 'greys'));

// How many more pictures the link has room for, about: they are packed, so it depends on what they show.
function room(page) {
  const greys = row_of(page, 'greys'), row = greys ?? row_of(page, 'patterns'), side = side_of(page);
  const raw = Math.ceil(side * side / (greys ? 2 : 8)) * 4 / 3, held = row.value.length;
  const left = (row.hi || kRoom) - held;
  return left < 0.8 * raw ? 0 : Math.max(1, Math.floor(left / raw));
}

// ---- bits ----------------------------------------------------------------------------------------------------------
// Otsu's threshold: the split of the histogram with the largest variance between the two sides.
function otsu(gray) {
  const count = new Float64Array(256);
  for (const v of gray) ++count[v];
  let total = 0;
  for (let i = 0; i < 256; ++i) total += i * count[i];
  let below = 0, sum = 0, best = -1, cut = 127;
  for (let i = 0; i < 256; ++i) {
    below += count[i];
    sum += i * count[i];
    const above = gray.length - below;
    if (!below || !above) continue;
    const gap = sum / below - (total - sum) / above;
    const between = below * above * gap * gap;
    if (between > best) {
      best = between;
      cut = i;
    }
  }
  return cut;
}

// Mean darkness of each cell, from k x k pixels a cell; 255 is paper.
function cells(pixels, side, k) {
  const gray = new Uint8Array(side * side);
  for (let y = 0; y < side; ++y) {
    for (let x = 0; x < side; ++x) {
      let sum = 0;
      for (let v = 0; v < k; ++v) {
        for (let u = 0; u < k; ++u) {
          const p = 4 * ((y * k + v) * side * k + x * k + u);
          sum += 0.2126 * pixels[p] + 0.7152 * pixels[p + 1] + 0.0722 * pixels[p + 2];
        }
      }
      gray[y * side + x] = Math.round(sum / (k * k));
    }
  }
  return gray;
}

// Row-major, the most significant bit first, base64url without padding. Dark is ink is +1. Greys take four bits a cell, from
// the darkest to the lightest of the picture.
function packed(gray, greys) {
  const cut = otsu(gray), bytes = new Uint8Array(Math.ceil(gray.length / (greys ? 2 : 8)));
  const dark = Math.min(...gray), light = Math.max(...gray);
  gray.forEach((v, i) => {
    if (greys) bytes[i >> 1] |= Math.round(15 * (light - v) / (light - dark)) << (i & 1 ? 0 : 4);
    else if (v <= cut) bytes[i >> 3] |= 128 >> (i & 7);
  });
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function bits_of(source, width, height, side, name, greys) {
  const k = Math.max(1, Math.floor(512 / side));
  const c = make('canvas', {width: side * k, height: side * k});
  const g = c.getContext('2d', {willReadFrequently: true});
  g.fillStyle = '#fff';
  g.fillRect(0, 0, c.width, c.height);
  g.imageSmoothingQuality = 'high';
  const s = Math.min(width, height);
  g.drawImage(source, (width - s) / 2, (height - s) / 2, s, s, 0, 0, c.width, c.height);
  return packed_if_any(cells(g.getImageData(0, 0, c.width, c.height).data, side, k), name, greys);
}
function packed_if_any(gray, name, greys) {
  if (gray.every((v) => Math.abs(v - gray[0]) < 8)) throw new Refused('picture.flat', {name});
  return packed(gray, greys);
}

// ---- files ---------------------------------------------------------------------------------------------------------
// Width and height from the first bytes of the usual formats, so that a huge picture is refused before it is decoded.
async function size_of(file) {
  const b = new DataView(await file.slice(0, 256 * 1024).arrayBuffer());
  const n = b.byteLength, u8 = (i) => b.getUint8(i), u16 = (i, little) => b.getUint16(i, little);
  if (n > 24 && b.getUint32(0) === 0x89504e47) return [b.getUint32(16), b.getUint32(20)];                        // PNG
  if (n > 10 && b.getUint32(0) === 0x47494638) return [u16(6, true), u16(8, true)];                              // GIF
  if (n > 26 && u16(0) === 0x424d) return [Math.abs(b.getInt32(18, true)), Math.abs(b.getInt32(22, true))];      // BMP
  if (n > 30 && b.getUint32(0) === 0x52494646 && b.getUint32(8) === 0x57454250) {                                // WebP
    const kind = u8(15);
    if (kind === 0x58) return [1 + u16(24, true) + (u8(26) << 16), 1 + u16(27, true) + (u8(29) << 16)];
    if (kind === 0x20) return [u16(26, true) & 0x3fff, u16(28, true) & 0x3fff];
    const v = b.getUint32(21, true);
    return [1 + (v & 0x3fff), 1 + ((v >> 14) & 0x3fff)];
  }
  if (n > 4 && u16(0) === 0xffd8) {                                                                              // JPEG
    for (let i = 2; i + 9 < n && u8(i) === 0xff;) {
      const m = u8(i + 1);
      if (m >= 0xc0 && m <= 0xcf && m !== 0xc4 && m !== 0xc8 && m !== 0xcc) return [u16(i + 7), u16(i + 5)];
      i += 2 + u16(i + 2);
    }
  }
  return null;
}

async function store_file(page, file, side) {
  const name = file.name || 'clipboard';
  if (file.size > kBytes) throw new Refused('picture.toobig', {name});
  if (!file.type.startsWith('image/')) throw new Refused('picture.notimage', {name});
  const size = await size_of(file).catch(() => null);
  if (size && size[0] * size[1] > kPixels) throw new Refused('picture.toobig', {name});
  if (!can_read()) {  // noise must not become a memory
    const plain = await decoded(file).catch(() => null);
    if (!plain) throw new Refused('picture.poisoned', {name});
    return store(page, packed_if_any(resampled(plain.grey, plain.width, plain.height, side), name, takes_greys(page)));
  }
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Refused('picture.notimage', {name});
  }
  try {
    if (bitmap.width * bitmap.height > kPixels) throw new Refused('picture.toobig', {name});
    return store(page, bits_of(bitmap, bitmap.width, bitmap.height, side, name, takes_greys(page)));
  } finally {
    bitmap.close();
  }
}

// True if the network took it; what it refuses, it says itself.
function store(page, bits) {
  const own = () => `${row_of(page, 'patterns')?.value} ${row_of(page, 'greys')?.value}`;
  const before = own();
  const refused = page.refused(() => page.set('patterns.add', bits));
  const taken = !refused && own() !== before;
  if (taken) page.touched();
  return taken;
}

export async function take_files(page, files) {
  const list = [...files].slice(0, kAtOnce);
  if (!list.length || !page.engine) return 0;
  const side = side_of(page);
  if (!row_of(page, 'patterns') || !(side >= 2 && side <= 256)) {
    toast(page.t('picture.nowhere'), {kind: 'warning'});
    return 0;
  }
  let taken = 0;
  for (const file of list) {
    try {
      if (!room(page)) throw new Refused('picture.full', {side});
      if (!await store_file(page, file, side)) break;  // one reason is enough, and the next will be refused as well
      ++taken;
    } catch (e) {
      if (e instanceof Refused && e.key === 'picture.full') {
        toast(page.t(e.key, e.values), {kind: 'warning'});
        break;
      }
      toast(e instanceof Refused ? page.t(e.key, e.values) : page.t('picture.notstored'), {kind: 'warning'});
    }
  }
  if (taken) toast(page.t('picture.stored') + (taken > 1 ? ` × ${taken}` : '') + '. ' + page.t('picture.room', {n: room(page)}), {kind: 'good'});
  return taken;
}

// Drop anywhere, paste anywhere but into a field.
export function accept_files(page) {
  const hint = document.getElementById('drop-hint');
  let depth = 0;
  const has_files = (e) => [...(e.dataTransfer?.types ?? [])].includes('Files');
  const hide = () => {
    depth = 0;
    hint.hidden = true;
  };
  addEventListener('dragenter', (e) => {
    if (!has_files(e)) return;
    ++depth;
    hint.textContent = page.t(row_of(page, 'patterns') ? 'picture.drop' : 'picture.nowhere');
    hint.hidden = false;
  });
  addEventListener('dragleave', () => {
    if (--depth <= 0) hide();
  });
  addEventListener('dragover', (e) => {
    if (has_files(e)) e.preventDefault();
  });
  addEventListener('drop', (e) => {
    hide();
    if (!has_files(e)) return;
    e.preventDefault();
    take_files(page, e.dataTransfer.files);
  });
  addEventListener('paste', (e) => {
    if (e.target.closest?.('input, textarea')) return;
    const files = [...(e.clipboardData?.files ?? [])];
    if (files.length) take_files(page, files);
  });
}

// ---- digits --------------------------------------------------------------------------------------------------------
const kPerDigit = 30;
let digits = null;  // promise of [{label, grey: Uint8Array(784)}], sorted as they come

async function some_digits() {
  const {side, count, labels, grey} = await read_piece('mnist-test-00');
  const taken = new Array(10).fill(0), out = [];
  for (let i = 0; i < count; ++i) {
    if (taken[labels[i]]++ < kPerDigit) out.push({label: labels[i], grey: grey.subarray(i * side * side, (i + 1) * side * side)});
  }
  return out;
}

function picture_of(grey) {
  const c = make('canvas', {width: 28, height: 28});
  const g = c.getContext('2d');
  const image = g.createImageData(28, 28);
  grey.forEach((v, i) => image.data.set([255 - v, 255 - v, 255 - v, 255], 4 * i));
  g.putImageData(image, 0, 0);
  return c;
}

export async function open_pictures(page) {
  const t = page.t, side = side_of(page);
  if (!row_of(page, 'patterns')) {
    toast(t('picture.nowhere'), {kind: 'warning'});
    return;
  }
  const grid = make('div', {class: 'digits', role: 'group', 'aria-label': t('picture.title')});
  const file = make('input', {type: 'file', accept: 'image/*', multiple: true, class: 'unseen', tabindex: '-1', 'aria-hidden': 'true'});
  const chips = make('div', {class: 'chips', role: 'group'});
  const status = make('p', {class: 'quiet', role: 'status'}, t('load.wait'));
  file.addEventListener('change', async () => {
    if (await take_files(page, file.files)) box.close();
    file.value = '';
  });
  const choose = make('button', {type: 'button', class: 'primary', onclick: () => file.click()}, icon('image'), t('picture.file'));
  const box = dialog(page, t('picture.title'), make('p', {class: 'quiet'}, `${t('picture.about', {side})} ${t('picture.room', {n: room(page)})}`), chips, grid, status,
    make('div', {class: 'dialog-foot'}, make('small', {class: 'quiet'}, t('picture.credit')), choose, file));
  box.classList.add('pictures');

  try {
    digits ??= some_digits();
    const all = await digits;
    status.textContent = '';
    const buttons = all.map(({label, grey}) => {
      const picture = picture_of(grey);
      const b = make('button', {type: 'button', class: 'digit', 'aria-label': t('picture.digit', {n: label}), onclick() {
        try {
          if (!room(page)) throw new Refused('picture.full', {side});
          const cells = resampled(grey.map((v) => 255 - v), 28, 28, side);
          if (store(page, packed_if_any(cells, t('picture.digit', {n: label}), takes_greys(page)))) {
            b.classList.add('taken');
            status.textContent = `${t('picture.stored')}. ${t('picture.room', {n: room(page)})}`;
          }
        } catch (e) {
          status.textContent = e instanceof Refused ? t(e.key, e.values) : t('picture.notstored');
        }
      }}, picture);
      b.dataset.label = label;
      return b;
    });
    grid.append(...buttons);
    const show = (which) => {
      for (const b of buttons) b.hidden = which !== null && Number(b.dataset.label) !== which;
      for (const c of chips.children) c.setAttribute('aria-pressed', String(c.dataset.which === String(which)));
    };
    for (const which of [null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const c = make('button', {type: 'button', class: 'chip', onclick: () => show(which)}, which === null ? t('picture.all') : String(which));
      c.dataset.which = String(which);
      chips.append(c);
    }
    show(null);
  } catch {
    digits = null;
    status.textContent = t('picture.nodigits');
  }
}
