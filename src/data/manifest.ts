import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RunError } from "../errors/errors.js";
import { systemReason } from "../files/system-error.js";
import type { IdxKind } from "./idx.js";

/** The names that the four files of a data set have everywhere; each may end in `.gz`. */
export const idxFiles = {
  train: { images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte" },
  test: { images: "t10k-images-idx3-ubyte", labels: "t10k-labels-idx1-ubyte" },
} as const;
export type Split = keyof typeof idxFiles;
export type IdxFileName = (typeof idxFiles)[Split][IdxKind];

export function kindOf(name: IdxFileName): IdxKind {
  return name === idxFiles.train.images || name === idxFiles.test.images ? "images" : "labels";
}

/** A data set that is known by name: an entry of data/manifest.json. */
export interface KnownSet {
  readonly title: string;
  /** where its files are: a folder inside an installed npm package, or an absolute one */
  readonly folder: { readonly package?: string; readonly path: string };
  /** how to get it */
  readonly install: string;
  /** how to get it again when it is damaged; a package is deleted and installed again, because npm trusts what lies in its place */
  readonly repair?: string;
  /** of the uncompressed files */
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
    throw new RunError(
      `${fileURLToPath(manifest)}: a part of ohem, cannot be read: ${systemReason(error)}; install ohem again`,
    );
  }
}
