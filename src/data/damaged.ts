import { FileFormatError } from "../errors.js";
import { idxKinds } from "./idx.js";
import { locate } from "./locate.js";
import type { IdxFileName } from "./manifest.js";
import { type IdxFile, readIdxFile } from "./read.js";

/** A file that differs from a known one in at most this share of its bytes is a damaged copy; in more, it holds somebody's own pixels or labels. */
const damage = 1e-4;

/**
 * In a folder that holds some files of a known set, compares the others with the originals, where those are on this machine. Noisy labels beside the
 * original images are legitimate; a flipped bit is not, and a SHA-256 alone cannot tell them apart.
 * @param others the files that are not the known set's
 * @throws FileFormatError for a damaged copy, with the offset of its first wrong byte
 */
export async function refuseDamaged(
  set: string,
  others: readonly IdxFileName[],
  files: ReadonlyMap<IdxFileName, IdxFile>,
): Promise<void> {
  for (const name of others) {
    const { file, kind, examples } = files.get(name)!;
    const original = await readOriginal(set, name, files.get(name)!).catch(() => undefined);
    if (original?.length !== examples.length) continue;
    const first = examples.findIndex((value, index) => value !== original[index]);
    const wrong = examples.reduce((sum, value, index) => sum + (value === original[index] ? 0 : 1), 0);
    if (wrong > examples.length * damage) continue;
    const problem = `a damaged copy: ${wrong} of ${examples.length} ${kind === "images" ? "pixels" : "labels"} differ from ${set}'s; copy the file again`;
    throw new FileFormatError(file, "SHA-256", problem, idxKinds[kind].headerBytes + first);
  }
}

async function readOriginal(set: string, name: IdxFileName, { kind }: IdxFile): Promise<Uint8Array> {
  const { files } = await locate(set, [name]);
  return (await readIdxFile(files.get(name)!, kind)).examples;
}
