import { codeOf, systemReason } from "./system-error.js";

const advice: readonly [codes: string, advice: string][] = [
  ["ENOSPC EDQUOT", "free some space there, or choose another folder"],
  ["EFBIG", "raise the limit on file size (ulimit -f)"],
  ["EMFILE", "raise the limit on open files (ulimit -n)"],
  ["ENOENT ENOTDIR ENAMETOOLONG ELOOP EACCES EPERM EROFS", "choose another folder"],
];

/** Why a file or a folder could not be written, and what to do about it if anything helps. */
export function writeProblem(error: unknown): string {
  const reason = systemReason(error);
  const code = codeOf(error) ?? "";
  const found = advice.find(([codes]) => codes.split(" ").includes(code));
  return found === undefined ? reason : `${reason}; ${found[1]}`;
}
