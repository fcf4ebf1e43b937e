import { codeOf, systemReason } from "./system-error.js";

/** What helps there, and whether another folder helps too. */
const advice: readonly { readonly codes: string; readonly there?: string; readonly elsewhere?: true }[] = [
  { codes: "ENOSPC EDQUOT", there: "free some space there", elsewhere: true },
  { codes: "EFBIG", there: "raise the limit on file size (ulimit -f)" },
  { codes: "EMFILE", there: "raise the limit on open files (ulimit -n)" },
  { codes: "ENOENT ENOTDIR ENAMETOOLONG ELOOP EACCES EPERM EROFS", elsewhere: true },
];

/**
 * Why a file or a folder could not be written, and what to do about it if anything helps.
 * @param elsewhere how to use another folder, where one can be used
 */
export function writeProblem(error: unknown, elsewhere?: string): string {
  const reason = systemReason(error);
  const code = codeOf(error) ?? "";
  const found = advice.find(({ codes }) => codes.split(" ").includes(code));
  const helps = [found?.there, found?.elsewhere && elsewhere].filter((text) => text !== undefined);
  return [reason, helps.join(", or ")].filter((text) => text !== "").join("; ");
}
