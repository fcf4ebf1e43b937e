import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { InputError } from "../errors/errors.js";
import { codeOf } from "./system-error.js";
import { writeProblem } from "./write-problem.js";

/**
 * Checks, without making anything, that `writeFileWhole` can have this name: in a folder that takes files, new or a
 * file. The rename would replace a device as well.
 * @throws InputError
 */
export async function checkWritable(file: string): Promise<void> {
  const path = resolve(file);
  try {
    const found = await stat(path).catch((error) => {
      if (codeOf(error) !== "ENOENT") throw error;
    });
    if (found !== undefined && !found.isFile()) {
      throw new InputError(`${file}: cannot be written: it exists and is not a file; choose another name`);
    }
    await access(dirname(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: cannot be written: ${writeProblem(error)}`);
  }
}
