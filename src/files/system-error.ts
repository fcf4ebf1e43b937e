import { getSystemErrorMap } from "node:util";
import { InputError } from "../errors/errors.js";

/**
 * Why a call of the file system failed: the operating system's words ("permission denied"), without its code and the path, or Node's for a path that
 * cannot be one. Anything else is thrown again.
 */
export function systemReason(error: unknown): string {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  const reason = code === "ERR_INVALID_ARG_VALUE" ? message : getSystemErrorMap().get(errno ?? 0)?.[1];
  if (reason === undefined) throw error;
  return reason;
}

/** Its name of the operating system's: "ENOENT". */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

export function unreadable(path: string, error: unknown): InputError {
  return new InputError(`${path}: cannot be read: ${systemReason(error)}`);
}
