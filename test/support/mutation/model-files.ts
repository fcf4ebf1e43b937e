import { expect } from "vitest";
import { decodeCheckpoint } from "../../../src/checkpoint/read-checkpoint.js";
import { decodeSafetensors, dtypes } from "../../../src/checkpoint/safetensors.js";
import { FileFormatError } from "../../../src/errors/errors.js";
import { createRandom } from "../../../src/random.js";
import { headerOf } from "../forge.js";
import { anyDamage, type Mutation, mutate, pick, withByte } from "./mutations.js";
import { ofText, ofTokens } from "./text-files.js";

/** A change of the header as it is in the file, after which its length and its padding may be wrong. */
const inHeader: Mutation = (bytes, random) => {
  const [header, tensors] = split(bytes);
  return Buffer.concat([pick(anyDamage, random)(header, random), tensors]);
};

/** Changes of the header's JSON, padded and with the right length again, so that readers come to look at it. */
const inJson =
  (mutations: readonly Mutation[]): Mutation =>
  (bytes, random) => {
    const [header, tensors] = split(bytes);
    const json = pick(mutations, random)(header.subarray(8), random).toString("latin1").trimEnd();
    const padded = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8), "latin1");
    return withLength(Buffer.concat([Buffer.alloc(8), padded, tensors]), BigInt(padded.length));
  };

const inTensors: Mutation = (bytes, random) => {
  const [header, tensors] = split(bytes);
  return withByte(bytes, header.length + random.integer(tensors.length + 1), () => random.integer(256));
};

const anywhere: Mutation = (bytes, random) => pick(anyDamage, random)(bytes, random);

const ofLength: Mutation = (bytes, random) => {
  const size = BigInt(bytes.length);
  return withLength(bytes, pick([0n, 1n, 8n, size, size - 8n, 2n ** 31n, 2n ** 53n, 2n ** 64n - 8n], random));
};

/** Most of them in the header, where the structure is. */
const ofModel: readonly Mutation[] = [
  anywhere,
  inTensors,
  inHeader,
  inJson(ofText),
  inJson(ofTokens),
  inJson(ofTokens),
  ofLength,
];

/**
 * Reads `count` mutants of a checkpoint. As a checkpoint every one of them is refused; as a safetensors file, which has
 * no digest, an accepted one uses each of its bytes once.
 * @returns how many of each kind there were
 */
export function fuzzModelFiles(bytes: Uint8Array, count: number, seed: number) {
  const model = Buffer.from(bytes);
  const random = createRandom(seed, "weights");
  const outcomes = { unchanged: 0, refused: 0, tensorsAccepted: 0 };
  for (let i = 0; i < count; i++) {
    const mutant = mutate(model, ofModel, 1 + random.integer(2), random);
    if (mutant.equals(model)) {
      outcomes.unchanged++;
      continue;
    }
    requireRefused(mutant, `mutant ${i} of seed ${seed}`);
    outcomes.refused++;
    if (tensorsAccepted(mutant, `mutant ${i} of seed ${seed}`)) outcomes.tensorsAccepted++;
  }
  return outcomes;
}

export function requireRefused(bytes: Uint8Array, what: string): void {
  expect(
    refusedOr(() => decodeCheckpoint(bytes, "model"), what),
    `${what} was accepted`,
  ).toBeUndefined();
}

function tensorsAccepted(bytes: Uint8Array, what: string): boolean {
  const file = refusedOr(() => decodeSafetensors(bytes, "model"), what);
  if (file === undefined) return false;
  const sizes = [...file.tensors.values()].map(({ shape, data }) => {
    expect(Object.values(dtypes).some((type) => data instanceof type)).toBe(true);
    expect(shape.reduce((product, side) => product * side, 1)).toBe(data.length);
    return data.byteLength;
  });
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(file.data.length);
  return true;
}

/** @returns undefined for a file that is refused; an error of another kind is a failure */
function refusedOr<T>(read: () => T, what: string): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw new Error(`${what}: no FileFormatError`, { cause: error });
    return undefined;
  }
}

/** All bytes are the header where the length is nonsense. */
function split(bytes: Buffer): [header: Buffer, tensors: Buffer] {
  const length = bytes.length < 8 ? 0 : headerOf(bytes).length;
  const end = length > 8 ? length : bytes.length;
  return [bytes.subarray(0, end), bytes.subarray(end)];
}

function withLength(bytes: Buffer, length: bigint): Buffer {
  const result = Buffer.from(bytes);
  if (result.length >= 8) result.writeBigUInt64LE(BigInt.asUintN(64, length));
  return result;
}
