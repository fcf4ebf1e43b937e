import { expect, test } from "vitest";
import { logLines } from "../../src/report/log-lines.js";
import { play, stepDone, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

test("a line at batches 0, 100, 200, ... of every epoch, to the byte", () => {
  const stdout = recorder();
  play(wholeRun(), logLines(stdout, 100, true));
  const lines = written(stdout)
    .split("\n")
    .filter((line) => !line.startsWith("Test"));
  expect(lines.slice(0, 3)).toEqual([
    "Train Epoch: 0 [0/60000 (0%)]\tLoss: 0.412345",
    "Train Epoch: 0 [6400/60000 (11%)]\tLoss: 0.412345",
    "Train Epoch: 0 [12800/60000 (21%)]\tLoss: 0.412345",
  ]);
  expect(lines[9]).toBe("Train Epoch: 0 [57600/60000 (96%)]\tLoss: 0.412345");
  expect(lines[10]).toBe("Train Epoch: 1 [0/60000 (0%)]\tLoss: 0.412345");
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("");
});

test("the interval counts batches from each epoch's first", () => {
  const stdout = recorder();
  play(
    [0, 1, 299, 300, 301, 600].map((batch) => stepDone(batch)),
    logLines(stdout, 300, false),
  );
  expect(written(stdout).match(/\[\d+/g)).toEqual(["[0", "[19200", "[38400"]);
});

test("another line for every evaluation, the last epoch's too, or for none", () => {
  const stdout = recorder();
  play(wholeRun(), logLines(stdout, 100, true));
  expect(written(stdout).match(/^Test.*$/gm)).toEqual([
    "Test Epoch: 0\tAccuracy: 0.9751\tLoss: 0.041667",
    "Test Epoch: 1\tAccuracy: 0.9871\tLoss: 0.041667",
  ]);
  play(wholeRun(), logLines(stdout, 100, false));
  expect(written(stdout)).not.toMatch(/^Test/m);
});

test("the loss has six decimals, however small; a large one is shortened to its magnitude", () => {
  const stdout = recorder();
  const objectives = [0, 4e-9, 12345.6789, 3.711845933285926e30];
  play(
    objectives.map((objective) => ({ ...stepDone(0), objective })),
    logLines(stdout, 1, false),
  );
  expect(written(stdout).match(/Loss: .*/g)).toEqual([
    "Loss: 0.000000",
    "Loss: 0.000000",
    "Loss: 12345.678900",
    "Loss: 3.712e+30",
  ]);
});
