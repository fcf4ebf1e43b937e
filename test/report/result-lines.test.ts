import { expect, test } from "vitest";
import { resultLine, resultLines } from "../../src/report/result-lines.js";
import { evaluationDone, finished, play, runStarted, stoppedRun, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

test("the result is the only line that begins with Test Accuracy, and the last", () => {
  const stdout = recorder();
  play(wholeRun(), resultLines(stdout, { curve: true }));
  expect(written(stdout)).toBe("Test Epoch: 0\tAccuracy: 0.9751\tLoss: 0.041667\nTest Accuracy: 0.9871\n");
});

test("without the curve the result stands alone", () => {
  const stdout = recorder();
  play(wholeRun(), resultLines(stdout, { curve: false }));
  expect(written(stdout)).toBe("Test Accuracy: 0.9871\n");
});

test("a run that was stopped, or never evaluated, has no result", () => {
  const stdout = recorder();
  play(stoppedRun(), resultLines(stdout, { curve: false }));
  play([runStarted, { ...finished, testAccuracy: undefined }], resultLines(stdout, { curve: true }));
  expect(written(stdout)).toBe("");
});

test("a run that resumed when only its end was left has the result of its last evaluation", () => {
  const stdout = recorder();
  play([{ ...runStarted, resumed: 1876 }, finished], resultLines(stdout, { curve: true }));
  expect(written(stdout)).toBe("Test Accuracy: 0.9871\n");
});

test.each([
  [9871, 10000, "0.9871"],
  [0, 10000, "0.0000"],
  [10000, 10000, "1.0000"],
  [20799, 20800, "0.9999"],
  [19999, 20000, "0.9999"],
  [2, 3, "0.6667"],
])("%i right of %i", (correct, examples, figure) => {
  expect(resultLine(evaluationDone(0, correct, examples).testAccuracy)).toBe(`Test Accuracy: ${figure}\n`);
});
