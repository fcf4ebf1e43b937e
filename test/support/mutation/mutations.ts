import type { Random } from "../../../src/random.js";

/** A changed copy of a file's bytes; the same one for one state of the generator. */
export type Mutation = (bytes: Buffer, random: Random) => Buffer;

/** Damage that a file of any format may take. */
export const anyDamage: readonly Mutation[] = [
  (bytes, random) => withByte(bytes, random.integer(bytes.length + 1), (byte) => byte ^ (1 << random.integer(8))),
  (bytes, random) => withByte(bytes, random.integer(bytes.length + 1), () => random.integer(256)),
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length + 1)),
  (bytes, random) => splice(bytes, random.integer(bytes.length + 1), 1 + random.integer(64)),
  (bytes, random) => {
    const from = random.integer(bytes.length + 1);
    const copied = bytes.subarray(from, from + 1 + random.integer(64));
    return splice(bytes, random.integer(2) === 0 ? from : random.integer(bytes.length + 1), 0, copied);
  },
  (bytes, random) => Buffer.concat([bytes, Buffer.alloc(1 + random.integer(2000), random.integer(2) * 0xa5)]),
];

export function mutate(bytes: Buffer, mutations: readonly Mutation[], times: number, random: Random): Buffer {
  let result = bytes;
  for (let i = 0; i < times; i++) result = pick(mutations, random)(result, random);
  return result;
}

export function pick<T>(items: ArrayLike<T>, random: Random): T {
  return items[random.integer(items.length)];
}

/** Unchanged where there is no such byte. */
export function withByte(bytes: Buffer, at: number, change: (byte: number) => number): Buffer {
  const result = Buffer.from(bytes);
  if (at < result.length) result[at] = change(result[at]);
  return result;
}

export function splice(bytes: Buffer, at: number, removed: number, inserted: Uint8Array = Buffer.alloc(0)): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
}
