// Pictures and texts as the bits that travel in a link, without a screen: pure functions (tests/js/bits.test.mjs).

export const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

// UTF-8 as the program takes it: 'r' and base64url of the bytes.
export const packed_text = (text) => `r${base64url(new TextEncoder().encode(text))}`;

// Otsu's threshold: the split of the histogram with the largest variance between the two sides.
export function otsu(gray) {
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

// Mean grey of each cell, from k x k pixels a cell; 255 is paper.
export function grey_cells(pixels, side, k) {
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
export function packed(gray, greys) {
  const cut = otsu(gray), bytes = new Uint8Array(Math.ceil(gray.length / (greys ? 2 : 8)));
  const dark = Math.min(...gray), light = Math.max(...gray);
  gray.forEach((v, i) => {
    if (greys) bytes[i >> 1] |= Math.round(15 * (light - v) / (light - dark)) << (i & 1 ? 0 : 4);
    else if (v <= cut) bytes[i >> 3] |= 128 >> (i & 7);
  });
  return base64url(bytes);
}

// Nothing to be seen on it.
export const is_flat = (gray) => gray.every((v) => Math.abs(v - gray[0]) < 8);

// Width and height from the first bytes of the usual formats, so that a huge picture is refused before it is decoded.
export function size_in(buffer) {
  const b = new DataView(buffer);
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
