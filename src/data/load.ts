import { createHash } from "node:crypto";
import { FileFormatError, InputError, SettingError } from "../errors/errors.js";
import { requireText } from "../errors/require-type.js";
import { minClasses } from "../model/net.js";
import { type Allocate, newBytes } from "./allocate.js";
import type { DataOrigin, Dataset, LoadedData, LoadedTestData, OpenedData } from "./dataset.js";
import { identify } from "./identify.js";
import { idxKinds } from "./idx.js";
import { labelGap } from "./label-gap.js";
import { type Located, locate, repairOf } from "./locate.js";
import { type IdxFileName, idxFiles, kindOf, knownSets, type Split } from "./manifest.js";
import { type IdxFile, readIdxFile } from "./read.js";

/**
 * Loads both splits of a known set (`mnist`), or of a folder with the usual four IDX files or those of one split of
 * EMNIST (see `namedSplit` for a folder with several), plain or gzip-compressed.
 * The files of a known set must have the SHA-256 digests of the manifest. A folder that holds exactly a known set is
 * recognised and takes its name.
 * @throws InputError for an unknown name, a missing file or one that cannot be read; FileFormatError (an InputError)
 * for a malformed or damaged file, and for labels that do not fit the images or the classes
 */
export function loadData(nameOrFolder: string): Promise<LoadedData> {
  return loadDataInto(nameOrFolder);
}

/** The same. @param forImages gives the bytes that a file of images is read into */
export async function loadDataInto(nameOrFolder: string, forImages: Allocate = newBytes): Promise<LoadedData> {
  const { origin, ...data } = await openData(nameOrFolder, forImages);
  return { ...data, ...(await origin) };
}

/**
 * The same, but usable before the set is identified: until `origin` is there the data may still be
 * damaged.
 * @param forImages gives the bytes that a file of images is read into
 * @throws like `loadData`, but for a digest that is not that of the manifest: then `origin` fails
 */
export async function openData(nameOrFolder: string, forImages = newBytes): Promise<OpenedData> {
  const expected = "a known data set or a folder";
  if (nameOrFolder === undefined) throw new SettingError("data", `expected ${expected}, got undefined`);
  requireText("data", nameOrFolder, expected);
  return openFiles(nameOrFolder, ["train", "test"], forImages, (files) => {
    const train = toDataset(files, "train");
    const classes = train.labels.reduce((a, b) => Math.max(a, b)) + 1;
    if (classes < minClasses) {
      const { file } = files.get(idxFiles.train.labels)!;
      throw new FileFormatError(file, "labels", `all are 0, expected at least ${minClasses} classes`);
    }
    const test = toDataset(files, "test", { classes, of: "the training labels" });
    return { classes, labelGap: labelGap(train.labels, classes), train, test };
  });
}

/**
 * Loads only the test split, for a model of `classes` classes; the training files may be missing.
 * @param forImages gives the bytes that the file of images is read into
 * @throws like `loadData`
 */
export async function loadTestData(
  nameOrFolder: string,
  classes: number,
  forImages = newBytes,
): Promise<LoadedTestData> {
  const { origin, test } = await openFiles(nameOrFolder, ["test"], forImages, (files) => {
    return { test: toDataset(files, "test", { classes, of: "the model" }) };
  });
  return { test, ...(await origin) };
}

type Files = ReadonlyMap<IdxFileName, IdxFile>;

/** @param toData throws for labels that do not fit; a damaged file of a known set is the better explanation */
async function openFiles<T>(
  nameOrFolder: string,
  splits: readonly Split[],
  forImages: Allocate,
  toData: (files: Files) => T,
) {
  const names = splits.flatMap((split) => Object.values(idxFiles[split]));
  const located = await locate(nameOrFolder, names);
  const files = await readAll(located.files, forImages).catch((error) => {
    throw located.known !== undefined && error instanceof InputError ? error.suggest(repairOf(located.known)) : error;
  });
  const origin = findOrigin(nameOrFolder, located, files);
  // Nobody may be waiting yet when it fails.
  origin.catch(() => {});
  try {
    return { ...toData(files), origin };
  } catch (error) {
    await origin;
    throw error;
  }
}

async function findOrigin(given: string, { known, folder, remark }: Located, files: Files): Promise<DataOrigin> {
  const name = await identify(given, known, files);
  const digest = createHash("sha256");
  for (const { sha256 } of files.values()) digest.update(sha256);
  return {
    name: name ?? given,
    folder,
    verified: name !== undefined,
    sha256: digest.digest("hex"),
    classNames: name === undefined ? undefined : knownSets().get(name)?.classNames,
    remark,
  };
}

/** Reads all files in parallel. If several are bad, the first in order is reported, whichever failed first. */
async function readAll(
  paths: ReadonlyMap<IdxFileName, string>,
  forImages: Allocate,
): Promise<Map<IdxFileName, IdxFile>> {
  const reads = await Promise.allSettled(
    [...paths].map(async ([name, path]) => [name, await readIdxFile(path, kindOf(name), forImages)] as const),
  );
  return new Map(
    reads.map((read) => {
      if (read.status === "rejected") throw read.reason;
      return read.value;
    }),
  );
}

/** @param known the number of classes, which every label must be below, and where it comes from, for the error */
function toDataset(files: Files, split: Split, known?: { readonly classes: number; readonly of: string }): Dataset {
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
