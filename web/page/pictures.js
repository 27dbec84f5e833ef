// Pictures to remember: a dropped, pasted or chosen file, or a handwritten digit, becomes side x side bits for the network.

import {read_arrays} from './data.js';
import {grey_cells, is_flat, packed, size_in} from './bits.js';
import {can_read, decoded, resampled} from './pixels.js';
import {$, dialog, icon, make, near, toast} from './dom.js';

const kBytes = 20e6, kPixels = 40e6, kAtOnce = 8, kRoom = 40000, kHead = 256 * 1024;

class Refused extends Error {
  constructor(key, values) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

// ---- bits ----------------------------------------------------------------------------------------------------------
function bits_of(source, width, height, side, name, greys) {
  const k = Math.max(1, Math.floor(512 / side));
  const c = make('canvas', {width: side * k, height: side * k});
  const g = c.getContext('2d', {willReadFrequently: true});
  g.fillStyle = '#fff';
  g.fillRect(0, 0, c.width, c.height);
  g.imageSmoothingQuality = 'high';
  const s = Math.min(width, height);
  g.drawImage(source, (width - s) / 2, (height - s) / 2, s, s, 0, 0, c.width, c.height);
  return packed_if_any(grey_cells(g.getImageData(0, 0, c.width, c.height).data, side, k), name, greys);
}
function packed_if_any(gray, name, greys) {
  if (is_flat(gray)) throw new Refused('picture.flat', {name});
  return packed(gray, greys);
}

// ---- digits --------------------------------------------------------------------------------------------------------
const kPerDigit = 30;
let digits = null;  // promise of [{label, grey: Uint8Array(784)}], sorted as they come

async function some_digits() {
  const {labels, grey} = await read_arrays('mnist-test-00'), [count, , side] = grey.shape;
  const taken = new Array(10).fill(0), out = [];
  for (let i = 0; i < count; ++i) {
    if (taken[labels.data[i]]++ < kPerDigit) out.push({label: labels.data[i], grey: grey.data.subarray(i * side * side, (i + 1) * side * side)});
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

// ---- taking them ----------------------------------------------------------------------------------------------------
// rows(): the model's parameters, once the program is there; add(bits): what it has against one more picture, or null.
// Files may be dropped and pasted from now on; open() shows the digits.
/** @param {{t: import('./types').Words, rows: () => import('./types').RowEntry[] | undefined,
 *   add: (bits: string) => string | null}} page */
export function pictures({t, rows, add}) {
  const row = (key) => rows()?.find((r) => r.key === key);
  // A model that learns handwriting or the like takes the user's pictures in the same size (Session turns it to them).
  function side_of() {
    const data = row('data');
    return data && data.value !== 'own' ? 28 : Number(row('side')?.value);
  }
  const takes_greys = () => Boolean(row('greys'));
  // How many more pictures the link has room for, about: they are packed, so it depends on what they show.
  function room() {
    const greys = row('greys'), held = greys ?? row('patterns'), side = side_of();
    if (!held) return 0;
    const raw = Math.ceil(side * side / (greys ? 2 : 8)) * 4 / 3, left = (held.hi || kRoom) - held.value.length;
    return left < 0.8 * raw ? 0 : Math.max(1, Math.floor(left / raw));
  }

  async function store_file(file, side) {
    const name = file.name || 'clipboard';
    if (file.size > kBytes) throw new Refused('picture.toobig', {name});
    if (!file.type.startsWith('image/')) throw new Refused('picture.notimage', {name});
    const size = size_in(await file.slice(0, kHead).arrayBuffer());
    if (size && size[0] * size[1] > kPixels) throw new Refused('picture.toobig', {name});
    if (!can_read()) {  // noise must not become a memory
      const plain = await decoded(file).catch(() => null);
      if (!plain) throw new Refused('picture.poisoned', {name});
      return store(packed_if_any(resampled(plain.grey, plain.width, plain.height, side), name, takes_greys()));
    }
    let bitmap;
    try {
      bitmap = await createImageBitmap(file);
    } catch {
      throw new Refused('picture.notimage', {name});
    }
    try {
      if (bitmap.width * bitmap.height > kPixels) throw new Refused('picture.toobig', {name});
      return store(bits_of(bitmap, bitmap.width, bitmap.height, side, name, takes_greys()));
    } finally {
      bitmap.close();
    }
  }

  // True if the network took it; what it refuses, it says itself.
  function store(bits) {
    const own = () => `${row('patterns')?.value} ${row('greys')?.value}`;
    const before = own();
    return !add(bits) && own() !== before;
  }

  async function take_files(files) {
    const list = [...files].slice(0, kAtOnce), side = side_of();
    if (!list.length || !rows()) return 0;
    if (!row('patterns') || !(side >= 2 && side <= 256)) {
      toast(t('picture.nowhere'), {kind: 'warning'});
      return 0;
    }
    let taken = 0;
    for (const file of list) {
      try {
        if (!room()) throw new Refused('picture.full', {side});
        if (!await store_file(file, side)) break;  // one reason is enough, and the next will be refused as well
        ++taken;
      } catch (e) {
        if (e instanceof Refused && e.key === 'picture.full') {
          toast(t(e.key, e.values), {kind: 'warning'});
          break;
        }
        toast(e instanceof Refused ? t(e.key, e.values) : t('picture.notstored'), {kind: 'warning'});
      }
    }
    if (taken) toast(t('picture.stored') + (taken > 1 ? ` × ${taken}` : '') + '. ' + t('picture.room', {n: room()}), {kind: 'good'});
    return taken;
  }

  // Drop anywhere, paste anywhere but into a field.
  function accept_files() {
    const hint = $('drop-hint');
    let depth = 0;
    const has_files = (e) => [...(e.dataTransfer?.types ?? [])].includes('Files');
    const hide = () => {
      depth = 0;
      hint.hidden = true;
    };
    addEventListener('dragenter', (e) => {
      if (!has_files(e)) return;
      ++depth;
      hint.textContent = t(row('patterns') ? 'picture.drop' : 'picture.nowhere');
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
      take_files(e.dataTransfer?.files ?? []);
    });
    addEventListener('paste', (e) => {
      if (near(e, 'input, textarea')) return;
      const files = [...(e.clipboardData?.files ?? [])];
      if (files.length) take_files(files);
    });
  }

  async function open() {
    const side = side_of();
    if (!row('patterns')) {
      toast(t('picture.nowhere'), {kind: 'warning'});
      return;
    }
    const grid = make('div', {class: 'digits', role: 'group', 'aria-label': t('picture.title')});
    const file = make('input', {type: 'file', accept: 'image/*', multiple: true, class: 'unseen', tabindex: '-1', 'aria-hidden': 'true'});
    const chips = make('div', {class: 'chips', role: 'group'});
    const status = make('p', {class: 'quiet', role: 'status'}, t('load.wait'));
    file.addEventListener('change', async () => {
      if (await take_files(file.files)) box.close();
      file.value = '';
    });
    const choose = make('button', {type: 'button', class: 'primary', onclick: () => file.click()}, icon('image'), t('picture.file'));
    const box = dialog(t, t('picture.title'), make('p', {class: 'quiet'}, `${t('picture.about', {side})} ${t('picture.room', {n: room()})}`), chips, grid, status,
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
            if (!room()) throw new Refused('picture.full', {side});
            const cells = resampled(grey.map((v) => 255 - v), 28, 28, side);
            if (store(packed_if_any(cells, t('picture.digit', {n: label}), takes_greys()))) {
              b.classList.add('taken');
              status.textContent = `${t('picture.stored')}. ${t('picture.room', {n: room()})}`;
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

  accept_files();
  return {open};
}
