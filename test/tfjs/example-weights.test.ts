import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { blended, ce, focal, InputError, minedGradients, ohem } from "../../src/tfjs/index.js";
import { leaked, useBackend } from "./backend.js";

await useBackend("cpu");

const logits = tf.randomNormal([12, 4], 0, 2, "float32", 1) as tf.Tensor2D;
const labels = tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], "int32");
const scale = [1, 2, 0.5, 1, 0, 3, 1, 0, 1, 0.25, 1, 2];
const weights = tf.tensor1d(scale);

test("each weight multiplies what its example contributes: ce, focal", () => {
  const rows = [...ce().mine(labels, logits).losses];
  const mean = (of: (loss: number) => number) => {
    const counted = scale.filter((weight) => weight > 0).length;
    return rows.reduce((sum, loss, i) => sum + scale[i] * of(loss), 0) / counted;
  };
  expect(ce()(labels, logits, weights).dataSync()[0]).toBeCloseTo(
    mean((loss) => loss),
    6,
  );
  const focused = mean((loss) => (1 - Math.exp(-loss)) ** 2 * loss);
  expect(focal()(labels, logits, weights).dataSync()[0]).toBeCloseTo(focused, 6);
});

test("the loss selects by the losses as they are, and leaves out those of weight 0", () => {
  const { losses, weights: mined, objective } = ohem({ ratio: 3 }).mine(labels, logits, weights);
  const plain = ce().mine(labels, logits).losses;
  const counted = [...plain.keys()].filter((i) => scale[i] > 0);
  const hardest = counted.sort((a, b) => plain[b] - plain[a]).slice(0, 3);
  const expected = scale.map((weight, i) => (hardest.includes(i) ? Math.fround(weight / 3) : 0));
  mined.forEach((weight, i) => {
    expect(weight).toBeCloseTo(expected[i], 6);
  });
  expect(objective).toBeCloseTo(
    hardest.reduce((sum, i) => sum + (scale[i] * plain[i]) / 3, 0),
    6,
  );
  expect([losses[4], losses[7]]).toEqual([0, 0]);
});

test.each([
  ["ohem", ohem()],
  ["focal", focal()],
  ["blended, each example's", blended({ reduction: "none" })],
  ["focal, each example's", focal({ reduction: "none" })],
])("the gradient is that of the objective: %s", (_, loss) => {
  const objective = (at: tf.Tensor) => tf.mean(loss(labels, at, weights));
  const gradient = tf.grad(objective)(logits).dataSync();
  const values = logits.dataSync();
  const at = (i: number, by: number) =>
    tf.tidy(
      () => objective(tf.tensor2d(Float32Array.from(values).fill(values[i] + by, i, i + 1), [12, 4])).dataSync()[0],
    );
  const step = 2 ** -7;
  gradient.forEach((value, i) => {
    expect(Math.abs(value - (at(i, step) - at(i, -step)) / (2 * step))).toBeLessThan(2e-3);
  });
  for (const row of [4, 7]) expect(gradient.slice(4 * row, 4 * row + 4).every((slope) => slope === 0)).toBe(true);
});

test("weights of 1 change nothing, and one an input weighs all of its predictions", () => {
  const plain = ohem().mine(labels, logits);
  const ones = ohem().mine(labels, logits, tf.ones([12]));
  expect(ones.weights).toEqual(plain.weights);
  expect(ones.objective).toBeCloseTo(plain.objective, 6);

  const dense = tf.reshape(logits, [3, 4, 4]);
  const maps = tf.reshape(labels, [3, 4]);
  const each = tf.tensor2d([1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2], [3, 4]);
  const expected = ohem().mine(maps, dense, each);
  expect(ohem().mine(maps, dense, tf.tensor1d([1, 0, 2]))).toEqual(expected);
});

test("one a prediction may have a last dimension of 1, as outputs of a sigmoid have", () => {
  const expected = ohem().mine(labels, logits, weights);
  expect(ohem().mine(labels, logits, tf.reshape(weights, [12, 1]))).toEqual(expected);

  const outputs = tf.sigmoid(tf.slice(logits, [0, 0], [12, 1]));
  const targets = tf.cast(tf.greater(tf.reshape(labels, [12, 1]), 1), "int32");
  const mined = (given: tf.Tensor) => ohem({ from: "sigmoid" }).mine(targets, outputs, given);
  expect(mined(tf.reshape(weights, [12, 1]))).toEqual(mined(weights));
  expect(mined(weights).weights).not.toEqual(mined(tf.ones([12, 1])).weights);
});

test("mined gradients take them, and nothing leaks", () => {
  const kernel = tf.variable(tf.eye(4));
  const model = (inputs: tf.Tensor) => tf.matMul(inputs as tf.Tensor2D, kernel);
  const { gradients } = minedGradients(ohem(), model, logits, labels, weights);
  const { grads } = tf.variableGrads(() => ohem()(labels, model(logits), weights));
  const [{ name, tensor }] = gradients;
  expect(tf.max(tf.abs(tf.sub(tensor, grads[name]))).dataSync()[0]).toBeLessThan(1e-6);
  expect(leaked(() => minedGradients(ohem(), model, logits, labels, weights).gradients)).toBe(0);
  expect(leaked(() => ohem()(labels, logits, weights))).toBe(0);
});

test("illegal weights are refused", () => {
  const apply = (given: tf.Tensor) => () => ohem()(labels, logits, given);
  expect(apply(tf.ones([3]))).toThrow(InputError);
  expect(apply(tf.ones([3]))).toThrow("example weights must be of shape [12] or [12,1], not [3]");
  const dense = () => ohem()(tf.reshape(labels, [3, 4]), tf.reshape(logits, [3, 4, 4]), weights);
  expect(dense).toThrow("example weights must be of shape [3], [3,4] or [3,4,1], not [12]");
  const list = () => ohem()(labels, logits, scale as unknown as tf.Tensor);
  expect(list).toThrow("expected the example weights as a tensor; make one of the array: tf.tensor(...)");
  expect(apply(tf.tensor1d(scale.with(2, -1)))).toThrow("example weight 2 must be a finite number >= 0, not -1");
  expect(apply(tf.tensor1d(scale.with(3, Number.NaN)))).toThrow("example weight 3");
});
