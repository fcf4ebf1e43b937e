import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import type { Settings } from "../../src/config/settings.js";
import { parameterNames } from "../../src/model/net.js";
import { findResumable } from "../../src/run/resume.js";
import { resume, train } from "../../src/run/train.js";
import type { TrainEvent } from "../../src/train/events.js";
import { learningRateAt } from "../../src/train/learning-rate.js";
import { linesOf } from "../support/run-state.js";
import { writeSmallData } from "../support/small-data.js";

/** Ten batches an epoch, and a checkpoint in the middle of the second. */
const lr = 0.01;
const total = 20;
const settings: Settings = { epochs: 2, lr, logInterval: 1, checkpointEvery: 13, engine: "tensorflow" };

describe("a stopped run on TensorFlow", () => {
  const folder = mkdtempSync(join(tmpdir(), "ohem-resume-"));
  const data = writeSmallData(folder);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["linear", "one-cycle"] as const)("continues its %s schedule", async (lrSchedule) => {
    const [whole, out] = [join(folder, lrSchedule), join(folder, `${lrSchedule}-stopped`)];
    await trainUntil(total, train(resolveConfig({}, { ...settings, data, lrSchedule, out: whole })));
    await trainUntil(15, train(resolveConfig({}, { ...settings, data, lrSchedule, out })));
    const found = await findResumable(out);
    expect(found.checkpoint?.engine.step).toBe(13);
    await trainUntil(total, resume(found));

    const rates = linesOf(out).flatMap((line) => (line.type === "step" ? [line.lr] : []));
    expect(rates).toEqual(Array.from({ length: total }, (_, step) => learningRateAt(lrSchedule, lr, step / total)));
    const [expected, actual] = [await parametersOf(whole), await parametersOf(out)];
    for (const name of parameterNames) {
      const worst = Math.max(...actual[name].map((value, i) => Math.abs(value - expected[name][i])));
      expect(worst, name).toBeLessThanOrEqual(1e-4);
    }
  });
});

/** Leaves the run after this many steps, as a kill would; the last step is followed by the run's end. */
async function trainUntil(steps: number, events: AsyncIterable<TrainEvent>): Promise<void> {
  for await (const event of events) if (event.type === "step" && event.steps === steps && steps < total) break;
}

async function parametersOf(run: string) {
  return (await loadCheckpoint(join(run, "model.safetensors"))).engine.parameters;
}
