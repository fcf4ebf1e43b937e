import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { report } from "../../src/report/page/report.js";
import { suspects } from "../../src/run/suspects.js";
import { train } from "../../src/run/train.js";
import type { TrainEvent } from "../../src/train/events.js";
import { damage, trainLabels, writeSmallData } from "../support/small-data.js";

const folder = mkdtempSync(join(tmpdir(), "ohem-collapse-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Half of the labels are set to other classes. */
function noisyData(): string {
  const data = writeSmallData(folder, "data", 640);
  damage(data, trainLabels, (bytes) => {
    for (let at = 8; at < bytes.length; at += 2) bytes[at] = (bytes[at] + 1 + (at % 9)) % 10;
    return bytes;
  });
  return data;
}

describe("a run that mines noise until its net answers the same to everything", () => {
  const out = join(folder, "run");
  let finished: TrainEvent | undefined;

  beforeAll(async () => {
    // 40 steps an epoch.
    const given = { data: noisyData(), out, batchSize: 16, epochs: 14, ratio: 8, threads: 1 };
    for await (const event of train(resolveConfig(given))) finished = event;
  }, 60_000);

  test("says so in its last event, and not that labels are wrong", () => {
    expect(finished).toMatchObject({
      type: "finished",
      noise: undefined,
      collapse: { epoch: 13, steps: 560, guessing: Math.log(10), keptFraction: 0.125 },
    });
    const line = readFileSync(join(out, "metrics.jsonl"), "utf8").trimEnd().split("\n").at(-1)!;
    expect(JSON.parse(line)).toMatchObject({ collapse: { steps: 560 } });
  });

  test("has suspects that mean little", async () => {
    expect((await suspects({ run: out })).collapse).toMatchObject({ steps: 560 });
  });

  test("is reported as such", async () => {
    const { file } = await report({ of: out });
    const text = readFileSync(file, "utf8");
    expect(text).toContain("<strong>Collapsed:</strong> the net has collapsed to the uniform answer");
    expect(text).toContain("this list means little");
    expect(text).not.toContain("to look at first");
  });
});
