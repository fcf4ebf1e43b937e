import { codeOf, systemReason } from "./system-error.js";

const advice: Readonly<Record<string, string>> = {
  ENOSPC: "make room there, or choose another folder with --out",
  EDQUOT: "make room there, or choose another folder with --out",
  EFBIG: "raise the limit for the size of files (ulimit -f)",
  EMFILE: "raise the limit for open files (ulimit -n)",
  ENOENT: "choose another folder with --out",
  ENOTDIR: "choose another folder with --out",
  ENAMETOOLONG: "choose another folder with --out",
  ELOOP: "choose another folder with --out",
  EACCES: "choose another folder with --out",
  EPERM: "choose another folder with --out",
  EROFS: "choose another folder with --out",
};

/** Why a file or a folder could not be written, and what to do where something can be done. */
export function writeProblem(error: unknown): string {
  const reason = systemReason(error);
  const todo = advice[codeOf(error) ?? ""];
  return todo === undefined ? reason : `${reason}; ${todo}`;
}
