import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const ohem = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "ohem-trial-memory-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the kernel has counted at the most, in MB; undefined once the process has ended. */
function peakOf({ pid }: ChildProcess): number | undefined {
  try {
    const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return line === null ? undefined : (Number(line[1]) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}

/** Peak of a comparison on all of MNIST with so many trainings at the same time. */
async function peakWith(jobs: number): Promise<number> {
  const out = join(folder, String(jobs));
  const flags = ["--epochs", "1", "--seeds", "4", "--no-control", "--quiet", "--jobs", String(jobs), "--out", out];
  const child = spawn(process.execPath, [ohem, "compare", "ce", "ohem:ratio=3", ...flags], { stdio: "ignore" });
  const ended = once(child, "exit");
  let peak = 0;
  const over = ended.then(() => true);
  while (!(await Promise.race([over, sleep(50).then(() => false)]))) peak = Math.max(peak, peakOf(child) ?? 0);
  expect((await ended)[0]).toBe(0);
  return peak;
}

/** The images lie in memory that all trainings share. */
test.runIf(process.platform === "linux")("a trial takes at most 120 MB", async () => {
  const [alone, four] = [await peakWith(1), await peakWith(4)];
  const each = (four - alone) / 3;
  console.log(`one at a time ${alone.toFixed(0)} MB, four at a time ${four.toFixed(0)} MB: ${each.toFixed(0)} MB each`);
  expect(each).toBeLessThanOrEqual(120);
});
