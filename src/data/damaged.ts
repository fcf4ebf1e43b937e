import { idxKinds } from "./idx.js";
import { locate } from "./locate.js";
import type { IdxFileName } from "./manifest.js";
import { type IdxFile, readIdxFile } from "./read.js";

/** A file that differs from a known one in at most this share of its bytes is a damaged copy, otherwise other data. */
const damagedShare = 1e-4;

/**
 * Compares a file with the installed one of the same name in a known set. Noisy labels next to the original images are
 * legitimate, a flipped bit is not, and the SHA-256 cannot tell the two apart.
 * @returns undefined for other data and for a set that is not installed; otherwise the offset of the first wrong byte,
 * which is unknown if the installed file has the same damage
 */
export async function findDamage(
  set: string,
  name: IdxFileName,
  { kind, examples, sha256 }: IdxFile,
): Promise<{ offset: number | undefined } | undefined> {
  const installed = await readInstalled(set, name, kind).catch(() => undefined);
  if (installed?.sha256 === sha256) return { offset: undefined };
  if (installed?.examples.length !== examples.length) return undefined;
  let different = 0;
  let first = 0;
  for (let i = examples.length - 1; i >= 0; i--) {
    if (examples[i] === installed.examples[i]) continue;
    different++;
    first = i;
  }
  return different <= examples.length * damagedShare ? { offset: idxKinds[kind].headerBytes + first } : undefined;
}

async function readInstalled(set: string, name: IdxFileName, kind: IdxFile["kind"]): Promise<IdxFile> {
  const { files } = await locate(set, [name]);
  return readIdxFile(files.get(name)!, kind);
}
