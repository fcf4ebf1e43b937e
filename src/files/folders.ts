import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./system-error.js";

/** Makes a folder and its parents, or nothing at all. @returns the folders made, innermost first */
export async function makeFolders(folder: string): Promise<readonly string[]> {
  const missing = await missingFolders(folder);
  try {
    // One by one: Node's recursive mkdir hangs below a folder that allows no new ones, such as /proc.
    for (const path of missing.toReversed()) await makeIfMissing(path);
  } catch (error) {
    await removeFolders(missing);
    throw error;
  }
  return missing;
}

/** Another process may make it at the same time. */
export async function makeIfMissing(folder: string): Promise<void> {
  await mkdir(folder).catch((error) => {
    if (codeOf(error) !== "EEXIST") throw error;
  });
}

/** Folders that are no longer empty stay. */
export async function removeFolders(innermostFirst: readonly string[]): Promise<void> {
  for (const folder of innermostFirst) await rmdir(folder).catch(() => {});
}

/** The folder and its parents, as far as they do not exist yet; innermost first. */
export async function missingFolders(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let path = folder; !(await exists(path)); path = dirname(path)) missing.push(path);
  return missing;
}

/** A path that stat refuses is not missing: using it will show what is wrong. */
async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => codeOf(error) !== "ENOENT",
  );
}
