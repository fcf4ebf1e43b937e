import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type IdxFileName, idxFileNames } from "./manifest.js";

/** A split of EMNIST in a folder that may hold several: balanced, byclass, bymerge, digits, letters or mnist. */
export interface EmnistSplit {
  readonly folder: string;
  readonly split: string;
}

/** The file that EMNIST has for one of the usual four: `emnist-letters-test-labels-idx1-ubyte`. */
export function emnistFile(split: string, name: IdxFileName): string {
  return `emnist-${split}-${name.replace(/^t10k/, "test")}`;
}

/** The splits that a folder has files of, ascending. */
export function emnistSplits(entries: readonly string[]): string[] {
  const splits = entries.map((entry) => /^emnist-([a-z]+)-(?:train|test)-(?:images|labels)-idx/.exec(entry)?.[1]);
  return [...new Set(splits.filter((split) => split !== undefined))].sort();
}

/** FOLDER/emnist-letters names one split of the folder, where it is not itself a folder. */
export function namedSplit(path: string): EmnistSplit | undefined {
  const split = /^emnist-([a-z]+)$/.exec(basename(path))?.[1];
  if (split === undefined || existsSync(path)) return undefined;
  const folder = dirname(path);
  const files = idxFileNames.map((name) => join(folder, emnistFile(split, name)));
  return files.some((file) => existsSync(file) || existsSync(`${file}.gz`)) ? { folder, split } : undefined;
}

/** What a user of a split has to know (Cohen et al. 2017, arXiv:1702.05373). */
export function emnistRemark(split: string): string {
  const transposed = "EMNIST's images are transposed, with rows as columns, and are used as they are";
  return split === "letters" ? `${transposed}; its letters are the classes 1 to 26, class 0 is empty` : transposed;
}
