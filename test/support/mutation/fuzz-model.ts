import { expect } from "vitest";
import { decodeCheckpoint } from "../../../src/checkpoint/read-checkpoint.js";
import { decodeSafetensors, dtypes } from "../../../src/checkpoint/safetensors.js";
import { FileFormatError } from "../../../src/errors/errors.js";
import { createRandom } from "../../../src/random.js";
import { mutate } from "./model-files.js";

/**
 * Reads `count` mutations of a checkpoint. As a checkpoint every one of them is refused; as a safetensors file, which has no digest, whatever is accepted
 * uses all of its bytes once.
 * @returns how many of each kind there were
 */
export function fuzzModelFiles(bytes: Uint8Array, count: number, seed: number) {
  const random = createRandom(seed, "weights");
  const outcomes = { unchanged: 0, refused: 0, tensorsAccepted: 0 };
  for (let i = 0; i < count; i++) {
    const mutated = mutate(bytes, random);
    if (Buffer.from(mutated.buffer, 0, mutated.length).equals(bytes)) {
      outcomes.unchanged++;
      continue;
    }
    requireRefused(mutated, `mutation ${i} of seed ${seed}`);
    outcomes.refused++;
    if (tensorsAccepted(mutated, `mutation ${i} of seed ${seed}`)) outcomes.tensorsAccepted++;
  }
  return outcomes;
}

export function requireRefused(bytes: Uint8Array, what: string): void {
  let accepted = false;
  try {
    decodeCheckpoint(bytes, "model");
    accepted = true;
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw new Error(`${what}: no FileFormatError`, { cause: error });
  }
  expect(accepted, `${what} was accepted`).toBe(false);
}

function tensorsAccepted(bytes: Uint8Array, what: string): boolean {
  try {
    const { tensors, data } = decodeSafetensors(bytes, "model");
    const sizes = [...tensors.values()].map((tensor) => {
      expect(Object.values(dtypes).some((type) => tensor.data instanceof type)).toBe(true);
      expect(tensor.shape.reduce((product, side) => product * side, 1)).toBe(tensor.data.length);
      return tensor.data.byteLength;
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(data.length);
    return true;
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw new Error(`${what}: no FileFormatError`, { cause: error });
    return false;
  }
}
