import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes a folder, and removes it at the end, also after Ctrl-C.
 * @param {(folder: string) => Promise<void>} use
 */
export async function inTemporaryFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), "ohem-bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
  await use(folder);
  remove();
}
