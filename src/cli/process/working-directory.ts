import { InputError } from "../../errors/errors.js";

/**
 * Node reads a name that is not UTF-8 with replacement characters: files would be written to a new folder of another
 * name.
 * @throws InputError
 */
export function requireNamedFolder(): void {
  if (!process.cwd().includes("\uFFFD")) return;
  throw new InputError("the name of the working directory is not UTF-8; change to another folder");
}
