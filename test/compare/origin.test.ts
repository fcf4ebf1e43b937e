import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readComparisonFile } from "../../src/compare/comparison-file.js";
import { originOf } from "../../src/compare/origin.js";
import { createPlan } from "../../src/compare/plan.js";
import { resolveContestants } from "../../src/compare/resolve-contestants.js";
import { verdict } from "../../src/compare/verdict.js";
import { originLine, repeatLine } from "../../src/report/comparison/origin-line.js";
import { emptyFolder } from "../support/folder.js";
import { simulateTrials } from "../support/simulated-trials.js";

const seeds = [0, 1, 2];
const settings = { lr: 0.01, lrSchedule: "one-cycle", labelNoise: 0.2 } as const;
const trials = simulateTrials({ contestants: [{ loss: "ce" }, { loss: "focal" }], seeds, settings });
const judged = verdict(trials);

async function origin(own: Parameters<typeof resolveContestants>[1] = settings, name: string | null = "mnist") {
  const data = { name: name ?? "folder", verified: name !== null, sha256: "5e".repeat(32) };
  return originOf(createPlan(await resolveContestants(["ce", "focal"], own, true), data, 1, seeds), trials, judged);
}

test("what a verdict is about", async () => {
  expect(await origin()).toEqual({
    command: "ohem compare ce focal:gamma=2 --seeds 3 --lr 0.01 --lr-schedule one-cycle --label-noise 0.2",
    data: { name: "mnist", sha256: "5e".repeat(32) },
    settings: {
      epochs: 10,
      batchSize: 64,
      ...settings,
      labelNoiseKind: "symmetric",
      warmupEpochs: 0,
      annealEpochs: 0,
    },
    engine: "wasm",
    arithmetic: 1,
    versions: [trials[0].ohem],
  });
});

test("in words, with the command", async () => {
  const shown = { ...judged, origin: await origin() };
  expect(originLine(shown)).toBe(
    "Trained on mnist (SHA-256 5e5e5e5e...), labels replaced with probability 0.2 (symmetric); 10 epochs, " +
      `learning rate 0.01 (one-cycle), batches of 64; seeds 0 to 2; ohem ${trials[0].ohem}`,
  );
  expect(repeatLine(shown)).toEqual([`To repeat it: ${shown.origin.command}`]);
  const other = await origin({ trainExamples: 1000, imbalance: 10, batchSize: 32 }, null);
  expect(originLine({ ...shown, seeds: [0, 5], origin: other })).toContain(
    "a folder's data (SHA-256 5e5e5e5e...), 1,000 training examples, a long tail of factor 10; 10 epochs, " +
      "learning rate 0.001 (constant), batches of 32; seeds 0, 5;",
  );
});

test("what an early version did not record is said to be missing", async () => {
  const { origin: _, ...early } = judged;
  const file = join(emptyFolder(), "comparison.json");
  writeFileSync(file, JSON.stringify(early));
  const read = await readComparisonFile(file);
  expect(read).toEqual({ ...judged, origin: null });
  expect(originLine(read)).toBe("Data, settings and command: not recorded");
  expect(repeatLine(read)).toEqual([]);
});

test("a file with its origin is read again", async () => {
  const file = join(emptyFolder(), "comparison.json");
  const full = { ...judged, origin: await origin() };
  writeFileSync(file, JSON.stringify(full));
  expect(await readComparisonFile(file)).toEqual(full);
});
