import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @param {(folder: string) => Promise<void>} use */
export async function inTemporaryFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), "ohem-bench-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
