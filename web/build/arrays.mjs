// Files of named arrays, as core/run/library.h describes them.
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const TYPES = { u8: Uint8Array, i8: Int8Array, f32: Float32Array };
const END = '\n\n';

// arrays: [{ name, type, shape, data }], each data a typed array or a buffer of that many numbers.
export function pack(arrays) {
  const lines = arrays.map(({ name, type, shape, data }) => {
    if (shape.reduce((a, b) => a * b) * TYPES[type].BYTES_PER_ELEMENT !== data.byteLength) throw new Error(`${name} has another size`);
    return [name, type, ...shape].join(' ');
  });
  const bodies = arrays.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return Buffer.concat([Buffer.from(`ARRAYS1\n${lines.join('\n')}${END}`, 'latin1'), deflateRawSync(Buffer.concat(bodies), { level: 9 })]);
}

// What a file holds, whatever deflate made of it: another zlib packs the same numbers into other bytes.
export function digest(bytes) {
  const head = bytes.indexOf(END) + END.length;
  return createHash('sha256').update(bytes.subarray(0, head)).update(inflateRawSync(bytes.subarray(head))).digest('hex');
}
