import { lstat } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "../errors/errors.js";
import { checkWritable } from "./check-writable.js";
import { missingFolders } from "./folders.js";

/**
 * Checks, without making anything, that a new file or folder can have this name: nothing has it, not even a link, and
 * its parent is there and takes files.
 * @param path absolute
 * @throws InputError
 */
export async function requireNew(path: string): Promise<void> {
  const parent = dirname(path);
  if ((await missingFolders(parent)).length > 0) {
    throw new InputError(`${path}: there is no folder ${parent}; make it first, or choose another`);
  }
  // what else may be wrong, checkWritable reports
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined) throw new InputError(`${path}: already exists; choose another name, or remove it first`);
  await checkWritable(path);
}
