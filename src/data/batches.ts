import type { Random } from "../random.js";

/**
 * The indices 0 to count - 1 in random order, for one epoch (Fisher-Yates; Knuth, TAOCP volume 2, algorithm 3.4.2P).
 * The same state of `random` gives the same order.
 */
export function shuffledIndices(count: number, random: Random): Uint32Array {
  const indices = firstIndices(count);
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const index = indices[last];
    indices[last] = indices[other];
    indices[other] = index;
  }
  return indices;
}

/** 0 to count - 1 */
export function firstIndices(count: number): Uint32Array {
  const indices = new Uint32Array(count);
  for (let index = 1; index < count; index++) indices[index] = index;
  return indices;
}

/**
 * Batches per epoch. Batch b is `indices.subarray(b * batchSize, (b + 1) * batchSize)`; the last one may be shorter.
 */
export function batchesIn(count: number, batchSize: number): number {
  return Math.ceil(count / batchSize);
}
