import { join } from "node:path";
import { expect, test } from "vitest";
import { notes } from "../../src/report/notes.js";
import type { TrainEvent } from "../../src/train/events.js";
import { finished, play, runStarted, stoppedRun, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

function notesOn(events: readonly TrainEvent[], columns?: number): string[] {
  const stderr = recorder(columns);
  play(events, notes(stderr));
  return written(stderr).split("\n");
}

test("what is trained, then what was skipped and what to do next", () => {
  expect(notesOn(wholeRun())).toEqual([
    "Data: mnist, 60,000 training and 10,000 test examples, 10 classes",
    "Loss: ohem:ratio=3, 2 epochs, batches of 64, seed 0, 8,490 parameters",
    "Engine: wasm, 2 threads (no TensorFlow backend is installed)",
    "Folder: runs/first",
    "",
    "Trained 2 epochs (1,876 steps) in 3.00 s.",
    "Backward passes skipped: 80,626 of 120,000 (67.2%), about 2.40 s saved.",
    "Tested on 10,000 examples in 0.31 s: 9,871 right, mean loss 0.0417.",
    "Model: runs/first/model.safetensors",
    "To evaluate it again: npx ohem eval runs/first",
    "",
  ]);
});

test("a batch larger than the training set is all of it", () => {
  const stderr = recorder();
  play([{ ...runStarted, batchSize: 60_000 }], notes(stderr, 100_000_000));
  expect(written(stderr)).toContain("batches of 60000 (all there are; 100,000,000 were asked for), seed 0");
});

test.each([
  [{ warmupEpochs: 1, annealEpochs: 0 }, "all examples kept for 1 epoch, then the loss's own fraction"],
  [
    { warmupEpochs: 1, annealEpochs: 2 },
    "all examples kept for 1 epoch, then fewer from epoch to epoch for 2 epochs, then the loss's own fraction",
  ],
  [{ warmupEpochs: 0, annealEpochs: 0, keepAt: "0.8=0.5" }, "kept fractions by training accuracy 0.8=0.5"],
])("the schedule %j in words", (schedule, words) => {
  expect(notesOn([{ ...runStarted, schedule }])).toContain(`Schedule: ${words}`);
});

test("how the training set was derived", () => {
  const derived = {
    ...{ trainExamples: 2000, imbalance: 4, labelNoise: 0.2, labelNoiseKind: "pairs" as const },
    ...{ from: 60_000, perClass: [1000, 500, 250], labelsChanged: 340, sha256: "0".repeat(64) },
  };
  const data = { ...runStarted.data, train: 1750, derived };
  expect(notesOn([{ ...runStarted, data }]).slice(0, 2)).toEqual([
    "Data: mnist, 1,750 training and 10,000 test examples, 10 classes",
    "Derived: 1,750 of 60,000 training examples; a long tail of factor 4, by class 1000, 500, 250; " +
      "340 labels replaced (19.4%, pairs)",
  ]);
});

test.each([
  [0, "Starts over: no step of it had been saved."],
  [1000, "Resumed at step 1,000."],
])("a run that resumes at step %i", (steps, line) => {
  expect(notesOn([{ ...runStarted, resumed: steps }])).toContain(line);
});

const resumed = 1876;

test("on 40 columns lines end between words, and commands can still be copied", () => {
  const [folder, model] = ["runs/2026-08-05T10-00-00-ohem", "runs/2026-08-05T10-00-00-ohem/model.safetensors"];
  const events = wholeRun().map((event) => {
    if (event.type === "run") return { ...event, folder, resumed };
    return event.type === "checkpoint" ? { ...event, file: model } : event;
  });
  expect(notesOn(events, 40)).toEqual([
    "Data: mnist, 60,000 training and",
    "  10,000 test examples, 10 classes",
    "Loss: ohem:ratio=3, 2 epochs, batches",
    "  of 64, seed 0, 8,490 parameters",
    "Engine: wasm, 2 threads (no",
    "  TensorFlow backend is installed)",
    "Folder: runs/2026-08-05T10-00-00-ohem",
    "Resumed at step 1,876.",
    "",
    "Trained 2 epochs (1,876 steps) in",
    "  3.00 s.",
    "Backward passes skipped: 80,626 of",
    "  120,000 (67.2%), about 2.40 s saved.",
    "Tested on 10,000 examples in 0.31 s:",
    "  9,871 right, mean loss 0.0417.",
    "To evaluate it again:",
    "npx ohem eval \\",
    "  runs/2026-08-05T10-00-00-ohem",
    "",
  ]);
  expect(notesOn(events, 80)).toContain(`Model: ${model}`);
});

test("a run that was stopped says after how many steps, and offers nothing to evaluate", () => {
  expect(notesOn(stoppedRun()).slice(4)).toEqual([
    "",
    "Stopped after 1,000 steps.",
    "Backward passes skipped: 42,979 of 63,968 (67.2%), about 1.20 s saved.",
    "",
  ]);
});

test("a run too short to measure does not say how much time it saved", () => {
  expect(notesOn([runStarted, { ...finished, savedSeconds: 0.02 }])).toContain(
    "Backward passes skipped: 80,626 of 120,000 (67.2%).",
  );
});

test.runIf(process.platform !== "win32")("a folder that a shell would split is quoted in the command", () => {
  const checkpoint = { type: "checkpoint", epoch: 1, steps: 1876, file: "my runs/a/model.safetensors" } as const;
  const events = [{ ...runStarted, folder: "my runs/a" }, checkpoint, finished];
  expect(notesOn(events)).toContain("To evaluate it again: npx ohem eval 'my runs/a'");
  expect(notesOn(events, 20)).toContain("npx ohem eval 'my runs/a'");
});

test("a folder below the working directory is named from there, any other as a whole", () => {
  const folderNote = (folder: string) => notesOn([{ ...runStarted, folder }])[3];
  expect(folderNote(join(process.cwd(), "runs/first"))).toBe(`Folder: ${join("runs", "first")}`);
  for (const folder of [process.cwd(), join(process.cwd(), ".."), join(process.cwd(), "-x")]) {
    expect(folderNote(folder)).toBe(`Folder: ${folder}`);
  }
});
