import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./system-error.js";

/** Makes the folder and those above it; when that fails, nothing is left of the attempt. @returns what was made, the innermost first */
export async function makeFolders(folder: string): Promise<readonly string[]> {
  const missing = await missingFolders(folder);
  try {
    // One by one: Node's recursive mkdir never ends where a folder exists that takes none, as below /proc.
    for (const path of missing.toReversed()) await makeIfMissing(path);
  } catch (error) {
    await removeFolders(missing);
    throw error;
  }
  return missing;
}

/** Somebody else may have made it in the meantime. */
export async function makeIfMissing(folder: string): Promise<void> {
  await mkdir(folder).catch((error) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
}

/** Those that somebody else uses by now stay. */
export async function removeFolders(innermostFirst: readonly string[]): Promise<void> {
  for (const folder of innermostFirst) await rmdir(folder).catch(() => {});
}

/** The folders on the way that do not exist yet, the innermost first. */
export async function missingFolders(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let path = folder; !(await exists(path)); path = dirname(path)) missing.push(path);
  return missing;
}

/** What cannot be looked at is not missing: making something in it says why it cannot be done. */
async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => codeOf(error) !== "ENOENT",
  );
}
