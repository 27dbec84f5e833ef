// Data that a run asks for: pieces of data/, fetched once, handed to the program (web/api.h, "needs") or read here.

const kAtOnce = 3;
const pieces = new Map();  // name -> promise of a Uint8Array

function piece(name) {
  if (!pieces.has(name)) {
    pieces.set(name, fetch(`data/${name}.bin`).then(async (r) => {
      if (!r.ok) throw new Error(`${name}: HTTP ${r.status}`);
      return new Uint8Array(await r.arrayBuffer());
    }).catch((e) => {
      pieces.delete(name);
      throw e;
    }));
  }
  return pieces.get(name);
}

// The program keeps its own copy, so what it has got is forgotten here.
export async function supply(engine, list) {
  const names = list.split(',').filter((name) => /^[a-z0-9-]{1,40}$/.test(name));
  let given_up = false;
  const worker = async () => {
    for (let name = names.shift(); name && !given_up; name = names.shift()) {
      const bytes = await piece(name).catch(() => null);
      given_up ||= !bytes;
      engine.supply(name, bytes);
      pieces.delete(name);
    }
  };
  await Promise.all(Array.from({length: kAtOnce}, worker));
}

// Labels and grey values (255 = ink) of a piece: core/library.h has its form.
export async function read_piece(name) {
  const bytes = await piece(name), view = new DataView(bytes.buffer);
  const bad = () => new Error(`${name}: damaged`);
  if (bytes.length < 16 || String.fromCharCode(...bytes.subarray(0, 8)) !== 'APICTS1\n') throw bad();
  const count = view.getUint32(8, true), side = view.getUint32(12, true);
  if (count > 20000 || side > 256) throw bad();
  const inflated = new Blob([bytes.subarray(16 + count)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const grey = new Uint8Array(await new Response(inflated).arrayBuffer());
  if (grey.length !== count * side * side) throw bad();
  return {side, count, labels: bytes.subarray(16, 16 + count), grey};
}
