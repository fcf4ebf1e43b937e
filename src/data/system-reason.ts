import { getSystemErrorMap } from "node:util";

/** The operating system's words for a failed call ("permission denied"), without its code and the path; anything else is thrown again. */
export function systemReason(error: unknown): string {
  const { errno } = error as NodeJS.ErrnoException;
  const reason = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  if (reason === undefined) throw error;
  return reason;
}
