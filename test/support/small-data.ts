import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { idxKinds } from "../../src/data/idx.js";
import { type IdxFileName, kindOf } from "../../src/data/manifest.js";
import { mnistFolder, testImages, testLabels, trainImages, trainLabels } from "./data-folders.js";

export { testImages, testLabels, trainImages, trainLabels };

export const trainCount = 640;
export const testCount = 300;

/** Writes the first examples of MNIST as a data folder: ten batches of 64 for training by default, 300 for testing. */
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

/** Writes one file of a data folder gzip-compressed, as `.gz`. */
export function writeGzip(folder: string, file: string, bytes: Buffer): void {
  writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes));
}

/** The first examples of one of MNIST's files, as an IDX file. */
function firstExamples(file: IdxFileName, count: number): Buffer {
  const { headerBytes, exampleBytes } = idxKinds[kindOf(file)];
  const bytes = readFileSync(join(mnistFolder, file)).subarray(0, headerBytes + count * exampleBytes);
  bytes.writeUInt32BE(count, 4);
  return bytes;
}
