import { codeOf, systemReason } from "./system-error.js";

const advice: Readonly<Record<string, string>> = {
  ENOSPC: "make room there, or choose another folder",
  EDQUOT: "make room there, or choose another folder",
  EFBIG: "raise the limit for the size of files (ulimit -f)",
  EMFILE: "raise the limit for open files (ulimit -n)",
  ENOENT: "choose another folder",
  ENOTDIR: "choose another folder",
  ENAMETOOLONG: "choose another folder",
  ELOOP: "choose another folder",
  EACCES: "choose another folder",
  EPERM: "choose another folder",
  EROFS: "choose another folder",
};

/** Why a file or a folder could not be written, and what to do where something can be done. */
export function writeProblem(error: unknown): string {
  const reason = systemReason(error);
  const todo = advice[codeOf(error) ?? ""];
  return todo === undefined ? reason : `${reason}; ${todo}`;
}
