import { getSystemErrorMap } from "node:util";
import { InputError } from "../errors/errors.js";

/**
 * Why a file system call failed, in the operating system's words ("permission denied") without code and path; for an
 * impossible path in Node's words. Rethrows any other error.
 */
export function systemReason(error: unknown): string {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  const reason = code === "ERR_INVALID_ARG_VALUE" ? message : getSystemErrorMap().get(errno ?? 0)?.[1];
  if (reason === undefined) throw error;
  return reason;
}

/** The code of a system error, such as "ENOENT". */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

export function unreadable(path: string, error: unknown): InputError {
  return new InputError(`${path}: cannot be read: ${systemReason(error)}`);
}
