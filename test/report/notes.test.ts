import { expect, test } from "vitest";
import { notes } from "../../src/report/notes.js";
import { epochDone, finished, play, runStarted, stoppedRun, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

test("what is trained, how each epoch went, what was skipped, what to do next", () => {
  const stderr = recorder();
  play(wholeRun(), notes(stderr));
  const epoch =
    "train accuracy 0.9313, mean loss 0.2500, objective 0.5000, kept 32.8%, 40,313 backward passes skipped, 1.50 s";
  expect(written(stderr).split("\n")).toEqual([
    "Data: mnist, 60,000 training and 10,000 test examples, 10 classes",
    "Loss: ohem:ratio=3, 2 epochs, batches of 64, seed 0, 8,490 parameters",
    "Engine: wasm, 2 threads (no TensorFlow backend is installed)",
    "Folder: runs/first",
    `Epoch 0: ${epoch}`,
    `Epoch 1: ${epoch}`,
    "Trained 2 epochs (1,876 steps) in 3.00 s.",
    "Backward passes skipped: 80,626 of 120,000 (67.2%), about 2.40 s saved.",
    "Tested on 10,000 examples in 0.31 s: 9,871 right, mean loss 0.0417.",
    "Model: runs/first/model.safetensors",
    "To evaluate it again: npx ohem eval runs/first",
    "",
  ]);
});

test("a run that was stopped says after how many steps, and offers nothing to evaluate", () => {
  const stderr = recorder();
  play(stoppedRun(), notes(stderr));
  expect(written(stderr).split("\n").slice(5)).toEqual([
    "Stopped after 1,000 steps.",
    "Backward passes skipped: 42,979 of 63,968 (67.2%), about 1.20 s saved.",
    "",
  ]);
});

test("a run too short to tell says nothing of the time that it saved", () => {
  const stderr = recorder();
  const [run, step] = wholeRun();
  play([run!, step!, epochDone(0), { ...finished, savedSeconds: 0.02 }], notes(stderr));
  expect(written(stderr)).toMatch(/^Backward passes skipped: [\d,]+ of [\d,]+ \(\d+\.\d%\)\.$/m);
});

test.runIf(process.platform !== "win32")(
  "a folder that a shell would take apart is quoted in the command that it stands in",
  () => {
    const stderr = recorder();
    const checkpoint = { type: "checkpoint", epoch: 1, steps: 1876, file: "my runs/a/model.safetensors" } as const;
    play([{ ...runStarted, folder: "my runs/a" }, checkpoint, finished], notes(stderr));
    expect(written(stderr)).toContain("npx ohem eval 'my runs/a'\n");
  },
);

test("the losses of a training that diverges are told in short", () => {
  const stderr = recorder();
  play([{ ...epochDone(0), meanLoss: 3.711845933285926e30, objective: 1e20 }], notes(stderr));
  expect(written(stderr)).toContain("mean loss 3.712e+30, objective 1.000e+20, kept");
});

test("one wrong prediction of many is not rounded away", () => {
  const stderr = recorder();
  play([{ ...epochDone(0), trainAccuracy: 59999 / 60000 }], notes(stderr));
  expect(written(stderr)).toContain("train accuracy 0.9999,");
});
