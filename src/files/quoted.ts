/** All that a POSIX shell takes as it is; "=" only behind the first sign, where zsh would look for a program. */
const plainInPosix = /^[\p{L}\p{N}_./:,+-][\p{L}\p{N}_./:,+=-]*$/u;
/** cmd and PowerShell: a backslash is a path's, and PowerShell makes a list of what commas separate. */
const plainOnWindows = /^[\p{L}\p{N}_./:\\-]+$/u;

/** A path or another argument, quoted for a shell if it needs quotes. @param platform whose shells read it */
export function quoted(text: string, platform = process.platform): string {
  if (platform === "win32") return plainOnWindows.test(text) ? text : `"${text}"`;
  return plainInPosix.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
