/** A path quoted for a shell, if it needs quotes. */
export function quoted(path: string, platform = process.platform): string {
  if (/^[\p{L}\p{N}_./:\\-]+$/u.test(path)) return path;
  return platform === "win32" ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
