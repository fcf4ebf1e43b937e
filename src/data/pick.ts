import type { Random } from "../random.js";
import { firstIndices, shuffledIndices } from "./batches.js";

/** @returns [classes] the number of examples of each class */
export function classCounts(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}

/**
 * Draws `counts[c]` examples of each class c, every choice equally likely.
 * @returns their indices, ascending
 */
export function pick(labels: Uint8Array, counts: readonly number[], random: Random): Uint32Array {
  const missing = [...counts];
  const picked = new Uint8Array(labels.length);
  for (const index of shuffledIndices(labels.length, random)) {
    if (missing[labels[index]]-- > 0) picked[index] = 1;
  }
  return firstIndices(labels.length).filter((index) => picked[index] === 1);
}
