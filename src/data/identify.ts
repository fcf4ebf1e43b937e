import { FileFormatError } from "../errors.js";
import { refuseDamaged } from "./damaged.js";
import { type IdxFileName, type KnownSet, knownSets } from "./manifest.js";
import type { IdxFile } from "./read.js";

/**
 * Compares the SHA-256 of files with the manifest.
 * @param known the set that was asked for by name: then every file must agree
 * @returns the name of the known set that the files are, or undefined
 * @throws FileFormatError for a file that differs from the set that was asked for, or is a damaged copy of a known one
 */
export async function identify(
  given: string,
  known: KnownSet | undefined,
  files: ReadonlyMap<IdxFileName, IdxFile>,
): Promise<string | undefined> {
  const differing = (set: KnownSet) => [...files.keys()].filter((n) => files.get(n)!.sha256 !== set.files[n].sha256);
  if (known !== undefined) {
    for (const name of differing(known)) {
      const { file, sha256 } = files.get(name)!;
      const problem = `${sha256}, expected ${known.files[name].sha256} (${given}); get it again: ${known.install}`;
      throw new FileFormatError(file, "SHA-256", problem);
    }
    return given;
  }
  for (const [name, set] of knownSets()) {
    const others = differing(set);
    if (others.length === 0) return name;
    if (others.length < files.size) await refuseDamaged(name, others, files);
  }
  return undefined;
}
