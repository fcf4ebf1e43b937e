import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom, type Random } from "../../src/random.js";
import { type Reference, undisturbed } from "../support/reference-run.js";
import { start } from "../support/run-ohem.js";
import { linesOf, stateOf } from "../support/run-state.js";
import { writeSmallData } from "../support/small-data.js";

/** 10 batches an epoch; the loss draws, and keeps an array from step to step. */
const settings = { loss: "selective-backprop:history=100", epochs: 12, batchSize: 32, evalEvery: 1, logInterval: 1 };
const flags = "--loss selective-backprop:history=100 --epochs 12 --batch-size 32 --eval-every 1 --log-interval 1";
const common = ["--checkpoint-every", "1", "--threads", "2"];

const top = mkdtempSync(join(tmpdir(), "ohem-kills-"));
const data = writeSmallData(top, "small", 320);
let reference: Reference;
beforeAll(async () => {
  reference = await undisturbed({ ...settings, data }, join(top, "undisturbed"));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

test("a run that writes a checkpoint after every step resumes after each of 200 kills at random moments", async () => {
  const tally = { kills: 0, atStart: 0, whileWriting: 0, beforeTheFirst: 0, ended: 0 };
  await Promise.all([1, 2].map((seed) => killAndGoOn(`run-${seed}`, createRandom(seed, "batches"))));
  console.log(JSON.stringify(tally));
  // How many kills fall into a write depends on how fast the disk is.
  expect(tally.whileWriting).toBeGreaterThan(0);

  async function killAndGoOn(name: string, random: Random): Promise<void> {
    const out = join(top, name);
    for (let kills = 0; kills < 100; ) {
      if (await killedIn(out, random)) kills++;
      else await checkEnd(out);
    }
    if (!existsSync(join(out, "config.json"))) return;
    const last = await start(["train", "--resume", out], top).ended;
    // Killed after its last line it has nothing left to do.
    if (!last.stderr.includes("epochs are done")) expect(last).toMatchObject({ code: 0 });
    else rmSync(join(out, "lock"), { force: true });
    await checkEnd(out);
  }

  /** @returns false when the run came to its end before it could be killed */
  async function killedIn(out: string, random: Random): Promise<boolean> {
    const begun = existsSync(join(out, "config.json"));
    // A run that was killed before it had its settings has nothing to start over with.
    if (!begun) rmSync(out, { recursive: true, force: true });
    const place = begun ? ["--resume", out] : ["--out", out, "--data", data, ...flags.split(" ")];
    const { child, ended, until } = start(["train", ...place, ...common], top);
    const atStart = random.integer(4) === 0;
    if (!atStart) await until("stdout", "Train Epoch").catch(() => {});
    await sleep(random.integer(atStart ? 500 : 80));
    child.kill("SIGKILL");
    const { signal, code, stdout, stderr } = await ended;
    if (signal === null && code === 2 && stderr.includes("epochs are done")) {
      // Killed after its last line it only had to remove the lock.
      rmSync(join(out, "lock"), { force: true });
      return false;
    }
    if (signal === null) {
      expect({ code, stderr: stderr.includes("ohem:") }).toEqual({ code: 0, stderr: false });
      return false;
    }
    tally.kills++;
    if (atStart) tally.atStart++;
    if (!existsSync(join(out, "model.safetensors"))) tally.beforeTheFirst++;
    else {
      if (readdirSync(out).some((file) => file.endsWith(".tmp"))) tally.whileWriting++;
      const state = await stateOf(out);
      expect(state).toEqual(reference.states.get(state.position.step));
      expect(state.position.step).toBeGreaterThanOrEqual(lastStepIn(stdout));
    }
    return true;
  }

  async function checkEnd(out: string): Promise<void> {
    tally.ended++;
    expect(await stateOf(out)).toEqual(reference.last);
    expect(linesOf(out)).toEqual(reference.lines);
    expect(readFileSync(join(out, "examples.csv"), "utf8")).toBe(reference.examples);
    expect(readdirSync(out).sort()).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
    rmSync(out, { recursive: true });
  }
});

/** Index of the last step with a log line: the checkpoint before it has been written. */
function lastStepIn(stdout: string): number {
  const lines = [...stdout.matchAll(/^Train Epoch: (\d+) \[(\d+)\/320 .*\n/gm)];
  const [, epoch, seen] = lines.at(-1) ?? ["", "0", "0"];
  return 10 * Number(epoch) + Number(seen) / 32;
}
