/** The values of each field of a message: integers, or bytes (a text or another message). */
export type Fields = Readonly<Record<number, readonly (number | Buffer)[]>>;

export function decodeMessage(bytes: Uint8Array): Fields {
  const fields: Record<number, (number | Buffer)[]> = {};
  let offset = 0;
  while (offset < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    fields[field] ??= [];
    if (key % 8 === 0) fields[field].push(varint());
    else if (key % 8 === 2) fields[field].push(take(varint()));
    else throw new Error(`wire type ${key % 8} at byte ${offset}`);
  }
  return fields;

  function varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const [byte] = take(1);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  function take(length: number): Buffer {
    if (offset + length > bytes.length) throw new Error(`the message ends before byte ${offset + length}`);
    offset += length;
    return Buffer.from(bytes.subarray(offset - length, offset));
  }
}
