import { expect, test } from "vitest";
import { result, resultLine } from "../../src/report/result-line.js";
import { evaluationDone, finished, play, runStarted, stoppedRun, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

test("the result is one line", () => {
  const stdout = recorder();
  play(wholeRun(), result(stdout));
  expect(written(stdout)).toBe("Test Accuracy: 0.9871\n");
});

test("a run that was stopped, or never evaluated, has no result", () => {
  const stdout = recorder();
  play(stoppedRun(), result(stdout));
  play([runStarted, { ...finished, testAccuracy: undefined }], result(stdout));
  expect(written(stdout)).toBe("");
});

test("a run that was resumed after its last evaluation has that evaluation's result", () => {
  const stdout = recorder();
  play([runStarted, finished], result(stdout));
  expect(written(stdout)).toBe("Test Accuracy: 0.9871\n");
});

test("the line is bold on a terminal, and plain where styles are not wanted", () => {
  const bold = "\x1b[1mTest Accuracy: 0.9871\x1b[22m\n";
  expect(resultLine(0.9871, recorder(80), {})).toBe(bold);
  expect(resultLine(0.9871, recorder(80), { NO_COLOR: "" })).toBe(bold);
  const plain = "Test Accuracy: 0.9871\n";
  expect(resultLine(0.9871, recorder(80), { NO_COLOR: "1" })).toBe(plain);
  expect(resultLine(0.9871, recorder(80), { TERM: "dumb" })).toBe(plain);
  expect(resultLine(0.9871, recorder(), {})).toBe(plain);
});

test.each([
  [9871, 10000, "0.9871"],
  [0, 10000, "0.0000"],
  [10000, 10000, "1.0000"],
  [20799, 20800, "0.9999"],
  [19999, 20000, "0.9999"],
  [2, 3, "0.6667"],
])("%i right of %i", (correct, examples, figure) => {
  const { testAccuracy } = evaluationDone(0, correct, examples);
  expect(resultLine(testAccuracy, recorder())).toBe(`Test Accuracy: ${figure}\n`);
});
