import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Reference, undisturbed } from "../support/reference-run.js";
import { start } from "../support/run-ohem.js";
import { linesOf, stateOf } from "../support/run-state.js";
import { writeSmallData } from "../support/small-data.js";

const preload = new URL("../support/faults/dying-workers.mjs", import.meta.url);

interface Death {
  readonly how: "terminate" | "throw" | "exit" | "trap";
  readonly thread: number;
  readonly step?: number;
  readonly microseconds?: number;
}

describe("a worker thread that dies ends the run with one line, and the last checkpoint is whole", () => {
  const top = mkdtempSync(join(tmpdir(), "ohem-workers-"));
  const data = writeSmallData(top);
  const flags = ["--data", data, "--epochs", "4", "--log-interval", "1", "--checkpoint-every", "3", "--threads", "3"];
  let reference: Reference;
  beforeAll(async () => {
    reference = await undisturbed({ data, epochs: 4, logInterval: 1 }, join(top, "undisturbed"));
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  // A step takes a millisecond or two.
  const points = Array.from({ length: 20 }, (_, point) => ({ point, microseconds: 150 * point }));

  test.each(points)("terminated $microseconds µs after a step", async ({ point, microseconds }) => {
    await die({ how: "terminate", thread: 1 + (point % 2), step: 13 + point, microseconds });
  });

  test.each(["throw", "exit"] as const)("from inside: %s", async (how) => {
    await die({ how, thread: 1 });
    await die({ how, thread: 2 });
  });

  test("a trap before the first step: it reads beyond the end of its memory", async () => {
    await die({ how: "trap", thread: 1 });
  });

  async function die(death: Death) {
    const out = join(top, "run");
    rmSync(out, { recursive: true, force: true });
    const report = join(top, "seconds");
    const variables = { NODE_OPTIONS: `--import=${preload}`, OHEM_DEATH: JSON.stringify({ ...death, report }) };
    const { code, stdout, stderr } = await start(["train", ...flags, "--out", out], top, variables).ended;
    const problem = stderr.split("\n").filter((line) => line.startsWith("ohem: "));
    expect({ code, stderr, problem }).toEqual({
      code: 1,
      stderr: expect.not.stringMatching(/^\s+at |unexpected/m),
      problem: [expect.stringMatching(/^ohem: .*[Tt]hread/)],
    });
    expect(stdout).not.toContain("Test Accuracy");
    // A trap is found when work begins, so its time counts from the start of the process.
    const seconds = Number(readFileSync(report, "utf8"));
    expect(seconds).toBeLessThan(death.how === "trap" ? 60 : 2);
    times.push(seconds);
    // It may have died before the first checkpoint.
    if (!existsSync(join(out, "model.safetensors"))) return expect(death.how).not.toBe("terminate");
    const state = await stateOf(out);
    expect(state).toEqual(reference.states.get(state.position.step));
    expect(await start(["train", "--resume", out], top).ended).toMatchObject({ code: 0 });
    expect(await stateOf(out)).toEqual(reference.last);
    expect(linesOf(out)).toEqual(reference.lines);
  }

  const times: number[] = [];
  afterAll(() => console.log(`seconds from a death to the end of the process: ${times.join(", ")}`));
});
