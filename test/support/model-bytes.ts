import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveCheckpoint } from "../../src/checkpoint/write-checkpoint.js";
import { exampleCheckpoint } from "./example-checkpoint.js";

/** A checkpoint's file, as it is written. */
export async function modelBytes(checkpoint = exampleCheckpoint()): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "ohem-test-"));
  const file = join(folder, "model");
  try {
    await saveCheckpoint(file, checkpoint);
    return new Uint8Array(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
