import type { Random } from "../../../src/random.js";
import { headerOf } from "../forge.js";

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** Ways in which a safetensors file goes wrong, by accident and by intent; most of them in its header, where the structure is. */
const mutations: readonly Mutation[] = [
  (bytes, random) => changed(bytes, inHeader(bytes, random), (byte) => byte ^ (1 << random.integer(8))),
  (bytes, random) => changed(bytes, inHeader(bytes, random), () => random.integer(256)),
  (bytes, random) =>
    changed(bytes, inHeader(bytes, random), () => pick('{}[]":,0123456789-.eE \\', random).charCodeAt(0)),
  (bytes, random) => changed(bytes, random.integer(bytes.length), (byte) => byte ^ (1 << random.integer(8))),
  (bytes, random) => changed(bytes, random.integer(8), () => random.integer(256)),
  (bytes, random) => bytes.slice(0, random.integer(bytes.length)),
  (bytes, random) => concatenated(bytes, new Uint8Array(1 + random.integer(64))),
  (bytes, random) => spliced(bytes, inHeader(bytes, random), 1 + random.integer(8), new Uint8Array(0)),
  (bytes, random) => spliced(bytes, inHeader(bytes, random), 0, new Uint8Array(8).fill(0x20)),
  (bytes, random) => {
    const from = inHeader(bytes, random);
    return spliced(bytes, inHeader(bytes, random), 0, bytes.slice(from, from + 1 + random.integer(64)));
  },
  withNumber,
  withKeySwapped,
  withLength,
];

/** The same bytes for one state of the generator. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let result = bytes;
  for (let count = 1 + random.integer(2); count > 0 && result.length > 16; count--) {
    result = mutations[random.integer(mutations.length)]!(result, random);
  }
  return result;
}

/** Puts another number in the place of one of the header's. */
function withNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const numbers = [...headerText(bytes).matchAll(/\d+/g)];
  const number = numbers[random.integer(numbers.length)];
  if (!number) return bytes.slice(1);
  const others = [
    "0",
    "1",
    "-1",
    "1e9",
    "0.5",
    "4294967296",
    "9007199254740993",
    "18446744073709551616",
    `${Number(number[0]) + 4}`,
  ];
  return withHeaderText(bytes, number.index, number[0].length, others[random.integer(others.length)]);
}

/** Puts another text of the header, or a name that means something elsewhere, in the place of one of its texts. */
function withKeySwapped(bytes: Uint8Array, random: Random): Uint8Array {
  const texts = [...headerText(bytes).matchAll(/"[^"\\]*"/g)];
  const text = texts[random.integer(texts.length)];
  if (!text) return bytes.slice(1);
  const others = [
    ...texts.map(([other]) => other),
    '"__proto__"',
    '"constructor"',
    '"F16"',
    '""',
    "null",
    "{}",
    "[]",
    "true",
  ];
  return withHeaderText(bytes, text.index, text[0].length, others[random.integer(others.length)]);
}

function withLength(bytes: Uint8Array, random: Random): Uint8Array {
  const result = bytes.slice();
  const lengths = [0n, 1n, 8n, BigInt(bytes.length), BigInt(bytes.length - 8), 2n ** 31n, 2n ** 53n, 2n ** 64n - 8n];
  new DataView(result.buffer).setBigUint64(0, lengths[random.integer(lengths.length)], true);
  return result;
}

function headerText(bytes: Uint8Array): string {
  return Buffer.from(header(bytes).subarray(8)).toString("latin1");
}

/** Replaces a part of the header and pads it again, so that lengths stay right and what stands in it has to be looked at. */
function withHeaderText(bytes: Uint8Array, offset: number, length: number, text: string): Uint8Array {
  const before = headerText(bytes);
  const after = `${before.slice(0, offset)}${text}${before.slice(offset + length)}`.trimEnd();
  const padded = Buffer.from(after.padEnd(Math.ceil(after.length / 8) * 8), "latin1");
  const result = concatenated(new Uint8Array(8), padded, bytes.subarray(header(bytes).length));
  new DataView(result.buffer).setBigUint64(0, BigInt(padded.length), true);
  return result;
}

/** All bytes, where the length says nonsense by now. */
function header(bytes: Uint8Array): Uint8Array {
  const found = headerOf(bytes);
  return found.length > 8 ? found : bytes;
}

function inHeader(bytes: Uint8Array, random: Random): number {
  return random.integer(header(bytes).length);
}

function pick(characters: string, random: Random): string {
  return characters[random.integer(characters.length)];
}

function changed(bytes: Uint8Array, index: number, change: (byte: number) => number): Uint8Array {
  const result = bytes.slice();
  result[index] = change(result[index]);
  return result;
}

function spliced(bytes: Uint8Array, offset: number, remove: number, insert: Uint8Array): Uint8Array {
  return concatenated(bytes.subarray(0, offset), insert, bytes.subarray(offset + remove));
}

function concatenated(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
