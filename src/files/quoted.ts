/** A path as a shell takes it, whatever is in it. */
export function quoted(path: string): string {
  if (/^[\p{L}\p{N}_./:\\-]+$/u.test(path)) return path;
  return process.platform === "win32" ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
