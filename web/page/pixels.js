// Reading pixels where a browser's privacy mode answers with noise: whether a canvas tells the truth, and ways around it.

import {make} from './dom.js';

const kKnown = [[16, 120, 200], [240, 60, 33]];
let truthful = null;

// Two known pixels are drawn and read back. Asked for once: such a mode stays as it is.
export function can_read() {
  if (truthful !== null) return truthful;
  const c = make('canvas', {width: 16, height: 16}), g = c.getContext('2d', {willReadFrequently: true});
  kKnown.forEach((rgb, i) => {
    g.fillStyle = `rgb(${rgb})`;
    g.fillRect(8 * i, 0, 8, 16);
  });
  const d = g.getImageData(0, 0, 16, 16).data;
  truthful = true;
  for (let p = 0; p < 256; ++p) {
    const rgb = kKnown[p % 16 < 8 ? 0 : 1];
    if (rgb.some((v, i) => d[4 * p + i] !== v)) truthful = false;
  }
  return truthful;
}

// Grey values (0 dark, 255 light) of a picture file by the browser's decoder, without a canvas: {grey, width, height}, or null
// where there is no such way.
export async function decoded(file) {
  if (typeof ImageDecoder !== 'function' || !await ImageDecoder.isTypeSupported(file.type)) return null;
  const decoder = new ImageDecoder({data: await file.arrayBuffer(), type: file.type});
  try {
    const {image} = await decoder.decode();
    const {width, height} = /** @type {DOMRectReadOnly} */ (image.visibleRect), format = image.format ?? '', planar = /^(I4|NV)/.test(format), order = {RGBA: [0, 1, 2], RGBX: [0, 1, 2], BGRA: [2, 1, 0], BGRX: [2, 1, 0]}[format];
    if (!planar && !order) return null;
    const bytes = new Uint8Array(image.allocationSize()), [plane] = await image.copyTo(bytes), grey = new Uint8Array(width * height);
    for (let y = 0, i = 0; y < height; ++y) {
      for (let x = 0; x < width; ++x, ++i) {
        const at = plane.offset + y * plane.stride + x * (planar ? 1 : 4);
        grey[i] = planar ? bytes[at] : over_paper(bytes, at, order, format.includes('A'));
      }
    }
    image.close();
    return {grey, width, height};
  } finally {
    decoder.close();
  }
}
function over_paper(bytes, at, [r, g, b], alpha) {
  const grey = 0.2126 * bytes[at + r] + 0.7152 * bytes[at + g] + 0.0722 * bytes[at + b], a = alpha ? bytes[at + 3] / 255 : 1;
  return Math.round(a * grey + 255 * (1 - a));
}

// The largest square in the middle of a grey picture as side x side cells: means over the areas of the cells; where cells are
// smaller than pixels, between the nearest of these.
export function resampled(grey, width, height, side) {
  const s = Math.min(width, height), out = new Uint8Array(side * side);
  const spans = (from) => Array.from({length: side}, (_, i) => weights(from, s, from + i * s / side, from + (i + 1) * s / side));
  const across = spans((width - s) / 2), down = spans((height - s) / 2);
  for (let y = 0; y < side; ++y) {
    for (let x = 0; x < side; ++x) {
      let sum = 0, all = 0;
      for (const [v, wv] of down[y]) {
        for (const [u, wu] of across[x]) {
          sum += wv * wu * grey[v * width + u];
          all += wv * wu;
        }
      }
      out[y * side + x] = Math.round(sum / all);
    }
  }
  return out;
}
// The pixels of a line, from `first` on, that a cell lies on, with their weights.
function weights(first, count, from, to) {
  const lo = Math.floor(first), hi = Math.ceil(first + count) - 1;
  if (to - from < 1) {
    const c = (from + to) / 2 - 0.5, i = Math.floor(c), f = c - i;
    return [[Math.max(lo, i), 1 - f], [Math.min(hi, i + 1), f]];
  }
  const out = [];
  for (let i = Math.floor(from); i < to && i <= hi; ++i) out.push([i, Math.min(to, i + 1) - Math.max(from, i)]);
  return out.filter(([, w]) => w > 1e-9);
}
