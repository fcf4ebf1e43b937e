import { FileFormatError } from "../errors/errors.js";
import { findDamage } from "./damaged.js";
import { repairOf } from "./locate.js";
import { type IdxFileName, type KnownSet, knownSets } from "./manifest.js";
import type { IdxFile } from "./read.js";

type Files = ReadonlyMap<IdxFileName, IdxFile>;

/**
 * Compares the SHA-256 of files with the manifest.
 * @param given the name or folder the files were loaded from
 * @param known the set `given` names, which every file must then match
 * @returns the name of the known set that the files form, or undefined
 * @throws FileFormatError for a file that differs from `known`, or that is a damaged copy in a set the other files
 * belong to
 */
export async function identify(given: string, known: KnownSet | undefined, files: Files): Promise<string | undefined> {
  if (known !== undefined) {
    const [wrong] = differing(files, known);
    if (wrong !== undefined) throw mismatch(given, known, wrong, files, { fix: repairOf(known) });
    return given;
  }
  for (const [set, entry] of knownSets()) {
    const others = differing(files, entry);
    if (others.length === 0) return set;
    if (others.length === files.size) continue;
    for (const name of others) {
      const damage = await findDamage(set, name, files.get(name)!);
      if (damage !== undefined) throw mismatch(set, entry, name, files, damage);
    }
  }
  return undefined;
}

function differing(files: Files, set: KnownSet): IdxFileName[] {
  return [...files.keys()].filter((name) => files.get(name)!.sha256 !== set.files[name].sha256);
}

function mismatch(
  set: string,
  known: KnownSet,
  name: IdxFileName,
  files: Files,
  { offset, fix }: { readonly offset?: number | undefined; readonly fix?: string },
): FileFormatError {
  const { file, sha256 } = files.get(name)!;
  const advice = fix === undefined ? `; replace it, or use the data set ${set}` : "";
  const problem = `${sha256}, expected ${known.files[name].sha256} (${set}): the file is damaged${advice}`;
  return new FileFormatError(file, "SHA-256", problem, offset, fix);
}
