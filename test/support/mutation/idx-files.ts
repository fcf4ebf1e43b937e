import { gzipSync } from "node:zlib";
import type { Random } from "../../../src/random.js";
import { idxHeader } from "../idx-bytes.js";

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const numbers = [
  0,
  1,
  2,
  27,
  28,
  29,
  255,
  256,
  0x801,
  0x803,
  0x10000,
  999_999,
  1_000_000,
  1_000_001,
  2 ** 31,
  2 ** 32 - 1,
];

const anywhere: readonly Mutation[] = [
  (bytes, random) => withByte(bytes, random.integer(bytes.length + 1), (byte) => byte ^ (1 << random.integer(8))),
  (bytes, random) => withByte(bytes, random.integer(bytes.length + 1), () => random.integer(256)),
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length + 1)),
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  (bytes, random) => Buffer.concat([bytes, Buffer.alloc(1 + random.integer(2000), random.integer(2) * 0xa5)]),
];

const ofIdx: readonly Mutation[] = [
  ...anywhere,
  (bytes, random) => withByte(bytes, random.integer(16), () => random.integer(256)),
  (bytes, random) => withNumber(bytes, 4 * random.integer(4), numbers[random.integer(numbers.length)]),
  (bytes, random) => withNumber(bytes, 4, bytes.readUInt32BE(4) + random.integer(3) - 1),
  (bytes, random) => Buffer.concat([idxHeader(random.integer(2) === 0 ? 0x801 : 0x803, random.integer(4)), bytes]),
];

/** RFC 1952: identification 0-1, method 2, flags 3, time 4-7, extra flags 8, system 9; CRC-32 and length at the end. */
const ofGzip: readonly Mutation[] = [
  ...anywhere,
  (bytes, random) => withByte(bytes, 2 + random.integer(8), () => random.integer(256)),
  (bytes, random) => withByte(bytes, 3, () => 1 << random.integer(8)),
  (bytes, random) => withByte(bytes, bytes.length - 1 - random.integer(8), () => random.integer(256)),
  (bytes, random) => withByte(bytes, 10 + random.integer(20), () => random.integer(256)),
  (bytes) => Buffer.concat([bytes, gzipSync(Buffer.alloc(0))]),
  (bytes) => Buffer.concat([gzipSync(Buffer.alloc(0)), bytes]),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes, random) => Buffer.concat([bytes, gzipSync(Buffer.alloc(1 << random.integer(17)))]),
];

/** One to three changes of an IDX file. */
export function mutateIdx(bytes: Buffer, random: Random): Buffer {
  return mutate(bytes, ofIdx, 1 + random.integer(3), random);
}

/** The file compressed, changed before or after that, or both. */
export function mutateGzip(bytes: Buffer, random: Random): Buffer {
  const content = mutate(bytes, ofIdx, random.integer(2), random);
  const file = gzipSync(content, { level: random.integer(10) });
  return mutate(file, ofGzip, content === bytes ? 1 + random.integer(3) : random.integer(2), random);
}

function mutate(bytes: Buffer, mutations: readonly Mutation[], times: number, random: Random): Buffer {
  let result = bytes;
  for (let i = 0; i < times; i++)
    if (result.length >= 16) result = mutations[random.integer(mutations.length)]!(result, random);
  return result;
}

function withByte(bytes: Buffer, at: number, change: (byte: number) => number): Buffer {
  const result = Buffer.from(bytes);
  if (at < result.length) result[at] = change(result[at]);
  return result;
}

function withNumber(bytes: Buffer, at: number, value: number): Buffer {
  const result = Buffer.from(bytes);
  result.writeUInt32BE(value >>> 0, at);
  return result;
}

function range(bytes: Buffer, random: Random): [number, number] {
  const from = random.integer(bytes.length);
  return [from, from + 1 + random.integer(Math.min(64, bytes.length - from))];
}
