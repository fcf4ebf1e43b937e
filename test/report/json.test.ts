import { expect, test } from "vitest";
import { jsonDocument } from "../../src/report/json.js";
import { epochDone, finished, noiseFound, play, runStarted, stoppedRun, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

test("one document, on one line, at the end", () => {
  const stdout = recorder();
  const reporter = jsonDocument(stdout);
  const events = wholeRun();
  play(events.slice(0, -1), reporter);
  expect(written(stdout)).toBe("");
  play(events.slice(-1), reporter);
  const text = written(stdout);
  expect(text.indexOf("\n")).toBe(text.length - 1);

  const document = JSON.parse(text);
  expect(document).toMatchObject({
    testAccuracy: 0.9871,
    testLoss: 0.0416666666,
    trainSeconds: 3,
    steps: 1876,
    folder: "runs/first",
    model: "runs/first/model.safetensors",
    version: "0.1.0",
    engine: runStarted.engine,
    data: runStarted.data,
    config: { loss: "ohem:ratio=3", epochs: 2, batchSize: 64, lr: 0.001, seed: 0, parameters: 8490 },
  });
  expect(document.epochs).toHaveLength(2);
  const { type: _, ...second } = epochDone(1);
  expect(document.epochs[1]).toEqual(second);
  expect(document.evaluations.map((evaluation: { testAccuracy: number }) => evaluation.testAccuracy)).toEqual([
    0.9751, 0.9871,
  ]);
});

test.each([
  [undefined, null],
  [0.9871, { asked: 0.9871, reached: true }],
  [0.99, { asked: 0.99, reached: false }],
])("the gate of a minimum accuracy of %s", (asked, gate) => {
  const stdout = recorder();
  play(wholeRun(), jsonDocument(stdout, asked));
  expect(JSON.parse(written(stdout)).minAccuracy).toEqual(gate);
});

test("without a folder and a model both are null", () => {
  const stdout = recorder();
  const events = wholeRun().filter((event) => event.type !== "checkpoint" && event.type !== "run");
  play([{ ...runStarted, folder: undefined }, ...events], jsonDocument(stdout));
  expect(JSON.parse(written(stdout))).toMatchObject({ folder: null, model: null });
});

test("the collapse of the net; null without one", () => {
  const collapse = {
    epoch: 1,
    steps: 1876,
    meanLoss: 2.3017,
    testLoss: 2.301,
    guessing: Math.log(10),
    keptFraction: 0.1,
  };
  for (const [given, expected] of [
    [finished, null],
    [{ ...finished, collapse }, collapse],
  ] as const) {
    const stdout = recorder();
    play([runStarted, given], jsonDocument(stdout));
    expect(JSON.parse(written(stdout)).collapse).toEqual(expected);
  }
});

test("the noise that was found; null without any", () => {
  const stdout = recorder();
  play([runStarted, finished], jsonDocument(stdout));
  expect(JSON.parse(written(stdout)).noise).toBeNull();
  play([runStarted, { ...finished, noise: noiseFound }], jsonDocument(stdout));
  const { type: _, ...noise } = noiseFound;
  expect(JSON.parse(written(stdout)).noise).toEqual(noise);
});

test("an incomplete run leaves stdout empty", () => {
  const stdout = recorder();
  play(stoppedRun(), jsonDocument(stdout));
  play(wholeRun().slice(0, 500), jsonDocument(stdout));
  expect(written(stdout)).toBe("");
});
