import { createHash } from "node:crypto";
import { idxFiles, knownSets } from "./manifest.js";

/** The names of the classes of the known set with this digest, where it has them. @param sha256 `LoadedData.sha256` */
export function classNamesOf(sha256: string): readonly string[] | undefined {
  const names = [...Object.values(idxFiles.train), ...Object.values(idxFiles.test)];
  for (const { files, classNames } of knownSets().values()) {
    const digest = createHash("sha256");
    for (const name of names) digest.update(files[name].sha256);
    if (digest.digest("hex") === sha256) return classNames;
  }
  return undefined;
}
