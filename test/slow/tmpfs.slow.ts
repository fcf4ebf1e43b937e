import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { expectOneLine, ohem } from "../support/run-ohem.js";
import { linesOf, stateOf } from "../support/run-state.js";

/** A disk that is really full. Needs Linux and the right to mount. */
const top = mkdtempSync(join(tmpdir(), "ohem-tmpfs-"));
const mount = (options: string) =>
  spawnSync("/bin/mount", ["-t", "tmpfs", "-o", options, "ohem-test", top]).status === 0;
const mounted = process.platform === "linux" && mount("size=3m");
afterAll(() => {
  if (mounted) spawnSync("/bin/umount", [top]);
  rmSync(top, { recursive: true, force: true });
});

// A checkpoint of MNIST has 1.8 MB: one fits, but not a second one beside it.
test.skipIf(!mounted)(
  "a full disk of 3 MiB: the earlier checkpoint stays, and with more space the run resumes",
  async () => {
    const whole = mkdtempSync(join(tmpdir(), "ohem-whole-"));
    const train = ["train", "--epochs", "2", "--quiet", "--checkpoint-every", "300"];
    const undisturbed = await ohem([...train, "--out", "run"], whole);
    expect(undisturbed.code).toBe(0);

    const full = await ohem([...train, "--out", "run"], top);
    expect(full).toMatchObject({ code: 1, stdout: "" });
    expectOneLine(full.stderr, "cannot be written", "no space left on device", "free some space");
    const run = join(top, "run");
    expect((await stateOf(run)).position.step).toBe(300);
    expect(readdirSync(run).sort()).toEqual(["config.json", "metrics.jsonl", "model.safetensors"]);

    const stillFull = await ohem(["train", "--resume", run, "--quiet"], top);
    expect(stillFull.code).toBe(1);
    // not another folder, which a run that resumes would refuse
    expectOneLine(stillFull.stderr, /no space left on device; free some space there$/m);
    expect((await stateOf(run)).position.step).toBe(300);

    expect(mount("remount,size=16m")).toBe(true);
    expect(await ohem(["train", "--resume", run, "--quiet"], top)).toEqual(undisturbed);
    expect(await stateOf(run)).toEqual(await stateOf(join(whole, "run")));
    expect(linesOf(run)).toEqual(linesOf(join(whole, "run")));
    rmSync(whole, { recursive: true });
  },
);
