import { createHash } from "node:crypto";
import { FileFormatError, InputError } from "../errors/errors.js";
import { minClasses } from "../model/net.js";
import type { Dataset, LoadedData, LoadedTestData } from "./dataset.js";
import { identify } from "./identify.js";
import { idxKinds } from "./idx.js";
import { labelGap } from "./label-gap.js";
import { locate, repairOf } from "./locate.js";
import { type IdxFileName, idxFiles, kindOf, knownSets, type Split } from "./manifest.js";
import { type IdxFile, readIdxFile } from "./read.js";

/**
 * Loads both splits of a known set (`mnist`), or of a folder with the usual four IDX files, plain or gzip-compressed.
 * The files of a known set must have the SHA-256 digests of the manifest. A folder that holds exactly a known set is
 * recognised and takes its name.
 * @throws InputError for an unknown name, a missing file or one that cannot be read; FileFormatError (an InputError)
 * for a malformed or damaged file, and for labels that do not fit the images or the classes
 */
export async function loadData(nameOrFolder: string): Promise<LoadedData> {
  const { files, ...origin } = await loadFiles(nameOrFolder, ["train", "test"]);
  const train = toDataset(files, "train");
  const classes = train.labels.reduce((a, b) => Math.max(a, b)) + 1;
  if (classes < minClasses) {
    const { file } = files.get(idxFiles.train.labels)!;
    throw new FileFormatError(file, "labels", `all are 0, expected at least ${minClasses} classes`);
  }
  const test = toDataset(files, "test", { classes, of: "the training labels" });
  return { ...origin, classes, labelGap: labelGap(train.labels, classes), train, test };
}

/**
 * Loads only the test split, for a model of `classes` classes; the training files may be missing.
 * @throws like `loadData`
 */
export async function loadTestData(nameOrFolder: string, classes: number): Promise<LoadedTestData> {
  const { files, ...origin } = await loadFiles(nameOrFolder, ["test"]);
  return { ...origin, test: toDataset(files, "test", { classes, of: "the model" }) };
}

async function loadFiles(nameOrFolder: string, splits: readonly Split[]) {
  const names = splits.flatMap((split) => Object.values(idxFiles[split]));
  const located = await locate(nameOrFolder, names);
  const files = await readAll(located.files).catch((error) => {
    throw located.known !== undefined && error instanceof InputError ? error.suggest(repairOf(located.known)) : error;
  });
  const name = await identify(nameOrFolder, located.known, files);
  return {
    name: name ?? nameOrFolder,
    folder: located.folder,
    verified: name !== undefined,
    sha256: digestOf(files),
    classNames: name === undefined ? undefined : knownSets().get(name)?.classNames,
    files,
  };
}

function digestOf(files: ReadonlyMap<IdxFileName, IdxFile>): string {
  const digest = createHash("sha256");
  for (const { sha256 } of files.values()) digest.update(sha256);
  return digest.digest("hex");
}

/** Reads all files in parallel. If several are bad, the first in order is reported, whichever failed first. */
async function readAll(paths: ReadonlyMap<IdxFileName, string>): Promise<Map<IdxFileName, IdxFile>> {
  const reads = await Promise.allSettled(
    [...paths].map(async ([name, path]) => [name, await readIdxFile(path, kindOf(name))] as const),
  );
  return new Map(
    reads.map((read) => {
      if (read.status === "rejected") throw read.reason;
      return read.value;
    }),
  );
}

/** @param known the number of classes, which every label must be below, and where it comes from, for the error */
function toDataset(
  files: ReadonlyMap<IdxFileName, IdxFile>,
  split: Split,
  known?: { readonly classes: number; readonly of: string },
): Dataset {
  const images = files.get(idxFiles[split].images)!;
  const labels = files.get(idxFiles[split].labels)!;
  if (labels.count !== images.count) {
    const problem = `${labels.count} labels, expected ${images.count}, one per image`;
    throw new FileFormatError(labels.file, "count", problem, 4);
  }
  const outside = known === undefined ? -1 : labels.examples.findIndex((label) => label >= known.classes);
  if (known !== undefined && outside >= 0) {
    const problem = `${labels.examples[outside]}, expected 0 to ${known.classes - 1}, the classes of ${known.of}`;
    throw new FileFormatError(labels.file, `label ${outside}`, problem, idxKinds.labels.headerBytes + outside);
  }
  return { images: images.examples, labels: labels.examples, count: images.count };
}
