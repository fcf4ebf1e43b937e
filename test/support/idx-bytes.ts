import { createRandom } from "../../src/random.js";

/** An IDX header: the magic number, then the dimensions, big-endian. */
export function idxHeader(magic: number, ...dimensions: number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  [magic, ...dimensions].forEach((value, index) => {
    header.writeUInt32BE(value, 4 * index);
  });
  return header;
}

export function imagesFile(count: number, seed = 1): Buffer {
  const random = createRandom(seed, "batches");
  const pixels = Buffer.alloc(count * 784);
  for (let i = 0; i < pixels.length; i++) pixels[i] = random.integer(256);
  return Buffer.concat([idxHeader(0x803, count, 28, 28), pixels]);
}

export function labelsFile(labels: readonly number[]): Buffer {
  return Buffer.concat([idxHeader(0x801, labels.length), Buffer.from(labels)]);
}

/** Labels 0, 1, ... classes - 1, repeated. */
export function cyclicLabels(count: number, classes: number): number[] {
  return Array.from({ length: count }, (_, index) => index % classes);
}
