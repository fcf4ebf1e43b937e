import { expect, test } from "vitest";
import { modelCard } from "../../src/checkpoint/model-card.js";
import { evaluationJson, evaluationNotes, evaluationText } from "../../src/report/evaluation.js";
import type { RunEvaluation } from "../../src/run/evaluate-run.js";
import { recorder } from "./streams.js";

/** Three classes; the third has no examples and is never predicted. */
const evaluation: RunEvaluation = {
  examples: 2000,
  correct: 1890,
  testAccuracy: 0.945,
  balancedAccuracy: 0.9455,
  testLoss: 0.25,
  confusion: [
    [900, 100, 0],
    [10, 990, 0],
    [0, 0, 0],
  ],
  seconds: 0.5,
  model: "runs/first/model.safetensors",
  trainedWith: "ohem:ratio=3",
  steps: 9380,
  classes: 3,
  data: "mnist",
  engine: { name: "wasm", description: "wasm, 2 threads", reason: "no TensorFlow backend is installed" },
  modelCard: modelCard({ classes: 3, loop: { step: 0, evaluations: [] } }),
};

test("a row for each class, then the line that also ends a training", () => {
  expect(evaluationText(evaluation, recorder()).split("\n")).toEqual([
    "class  examples  right  recall  precision  most confused with",
    "    0     1,000    900  0.9000     0.9890                   1  worst",
    "    1     1,000    990  0.9900     0.9083                   0",
    "    2         0      0       -          -                   -",
    "Balanced Accuracy: 0.9455",
    "Test Accuracy: 0.9450",
    "",
  ]);
});

test("a narrow terminal gets fewer columns", () => {
  const linesOn = (columns: number) => evaluationText(evaluation, recorder(columns)).split("\n");
  expect(linesOn(60).slice(0, 2)).toEqual([
    "class  right  recall  precision  most confused with",
    "    0    900  0.9000     0.9890                   1",
  ]);
  expect(linesOn(40).slice(0, 2)).toEqual([
    "class  recall  most confused with", //
    "    0  0.9000                   1",
  ]);
});

test("the names of the classes, where the data has them", () => {
  const named = { ...evaluation, classNames: ["T-shirt/top", "Trouser", "Bag"] };
  const linesOn = (columns?: number) => evaluationText(named, recorder(columns)).split("\n");
  expect(linesOn().slice(0, 4)).toEqual([
    "class          examples  right  recall  precision  most confused with",
    "0 T-shirt/top     1,000    900  0.9000     0.9890  1 Trouser           worst",
    "1 Trouser         1,000    990  0.9900     0.9083  0 T-shirt/top",
    "2 Bag                 0      0       -          -  -",
  ]);
  const fewer = { ...named, classNames: ["T-shirt/top", "Trouser"] };
  expect(evaluationText(fewer, recorder()).split("\n")[3]).toMatch(/^2 +0 /);
  expect(linesOn(40)[1]).toBe("0 T-shirt/top  0.9000");
  expect(JSON.parse(evaluationJson(named)).classNames).toEqual(named.classNames);
  expect(JSON.parse(evaluationJson(evaluation))).not.toHaveProperty("classNames");
});

test("the notes name the model, the engine and the data", () => {
  expect(evaluationNotes(evaluation, recorder()).split("\n")).toEqual([
    "Model: runs/first/model.safetensors (ohem:ratio=3, 9,380 steps)",
    "Engine: wasm, 2 threads (no TensorFlow backend is installed)",
    "Tested on 2,000 examples of mnist in 0.50 s: 1,890 right, mean loss 0.2500.",
    "",
    "",
  ]);
});

test("one JSON document, with the same names as a training's", () => {
  const text = evaluationJson(evaluation);
  expect(text.indexOf("\n")).toBe(text.length - 1);
  expect(JSON.parse(text)).toMatchObject({
    testAccuracy: 0.945,
    balancedAccuracy: 0.9455,
    testLoss: 0.25,
    correct: 1890,
    model: "runs/first/model.safetensors",
    confusion: evaluation.confusion,
    perClass: [
      { class: 0, recall: 0.9, confusedWith: 1 },
      { class: 1, recall: 0.99, confusedWith: 0 },
      { class: 2, recall: null, precision: null, confusedWith: null },
    ],
  });
});
