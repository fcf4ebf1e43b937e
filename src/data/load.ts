import { FileFormatError } from "../errors.js";
import { minClasses } from "../model/net.js";
import type { Dataset, LoadedData, LoadedTestData } from "./dataset.js";
import { type Located, locate } from "./locate.js";
import { type IdxFileName, idxFiles, knownSets } from "./manifest.js";
import { type IdxFile, readIdxFile } from "./read.js";

type Split = keyof typeof idxFiles;

/**
 * Loads both splits of a known set (`mnist`), or of a folder with the usual four IDX files, plain or gzip-compressed.
 * Files of a known set are checked against the manifest's SHA-256; a folder that holds exactly a known set is recognised and named after it.
 * @throws InputError, FileFormatError
 */
export async function loadData(nameOrFolder: string): Promise<LoadedData> {
  const { name, folder, verified, splits } = await loadSplits(nameOrFolder, ["train", "test"]);
  const classes = largest(splits.train.labels.examples) + 1;
  if (classes < minClasses) {
    throw new FileFormatError(splits.train.labels.file, "labels", `all are 0, expected at least ${minClasses} classes`);
  }
  return { name, folder, verified, classes, train: dataset(splits.train), test: testDataset(splits.test, classes) };
}

/**
 * Loads the test split alone, for a model of `classes` classes; the training files need not be there.
 * @throws InputError, FileFormatError
 */
export async function loadTestData(nameOrFolder: string, classes: number): Promise<LoadedTestData> {
  const { name, folder, verified, splits } = await loadSplits(nameOrFolder, ["test"]);
  return { name, folder, verified, test: testDataset(splits.test, classes) };
}

interface SplitFiles {
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

async function loadSplits<S extends Split>(nameOrFolder: string, wanted: readonly S[]) {
  const names = wanted.flatMap((split) => Object.values(idxFiles[split]));
  const located = await locate(nameOrFolder, names);
  const files = await readAll(located.files);
  const splits = Object.fromEntries(
    wanted.map((split) => {
      const images = files.get(idxFiles[split].images)!;
      const labels = files.get(idxFiles[split].labels)!;
      if (labels.count !== images.count) {
        throw new FileFormatError(
          labels.file,
          "count",
          `${labels.count} labels, expected ${images.count}, one for each image`,
          4,
        );
      }
      return [split, { images, labels }];
    }),
  ) as Record<S, SplitFiles>;
  return { ...identify(nameOrFolder, located, files), splits };
}

/** All at once; of several that fail, the first in order is reported, whichever failed first. */
async function readAll(paths: ReadonlyMap<IdxFileName, string>): Promise<Map<IdxFileName, IdxFile>> {
  const reads = [...paths].map(
    async ([name, path]) => [name, await readIdxFile(path, name.includes("images") ? "images" : "labels")] as const,
  );
  const settled = await Promise.allSettled(reads);
  return new Map(
    settled.map((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    }),
  );
}

function identify(given: string, { folder, known }: Located, files: ReadonlyMap<IdxFileName, IdxFile>) {
  if (known === undefined) {
    for (const [name, set] of knownSets()) {
      if ([...files].every(([file, { sha256 }]) => sha256 === set.files[file].sha256))
        return { name, folder, verified: true };
    }
    return { name: given, folder, verified: false };
  }
  for (const [name, { file, sha256 }] of files) {
    const expected = known.files[name].sha256;
    if (sha256 !== expected) {
      throw new FileFormatError(
        file,
        "SHA-256",
        `${sha256}, expected ${expected} (${given}); get it again with: ${known.install}`,
      );
    }
  }
  return { name: given, folder, verified: true };
}

function dataset({ images, labels }: SplitFiles): Dataset {
  return { images: images.examples, labels: labels.examples, count: images.count };
}

function testDataset(files: SplitFiles, classes: number): Dataset {
  const { file, examples } = files.labels;
  const index = examples.findIndex((label) => label >= classes);
  if (index >= 0) {
    throw new FileFormatError(
      file,
      `label ${index}`,
      `${examples[index]}, expected 0 to ${classes - 1}: the training labels have ${classes} classes`,
      8 + index,
    );
  }
  return dataset(files);
}

function largest(labels: Uint8Array): number {
  return labels.reduce((a, b) => Math.max(a, b), 0);
}
