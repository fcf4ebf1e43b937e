import { expect, test } from "vitest";
import { defaultAdam } from "../../../../src/engine/engine.js";
import { adamScalars } from "../../../../src/engine/tensorflow/net/adam.js";

const lr = 1e-3;

/** One step on one number, by PyTorch's documentation of Adam, from bias-corrected moments. */
function torchUpdate(m: number, v: number): number {
  return (lr * m) / (Math.sqrt(v) + defaultAdam.epsilon);
}

/** What a bias-corrected moment was after t steps of TensorFlow, whose betas are in single precision. */
function uncorrected(moment: number, beta: number, t: number): number {
  return moment * (1 - Math.fround(beta) ** t);
}

test.each([1, 2, 10, 1000, 100_000])("TensorFlow's update, fed for step %i, is PyTorch's", (t) => {
  const { learningRate, epsilon } = adamScalars(defaultAdam, t, lr);
  for (const [m, v] of [
    [0.3, 0.01],
    [1e-9, 1e-18],
    [-1e-4, 1e-15],
    [0, 0],
  ]) {
    const [first, second] = [uncorrected(m, defaultAdam.beta1, t), uncorrected(v, defaultAdam.beta2, t)];
    const tensorflowUpdate = (learningRate * first) / (Math.sqrt(second) + epsilon);
    expect(Math.abs(tensorflowUpdate - torchUpdate(m, v))).toBeLessThanOrEqual(1e-12 * Math.abs(torchUpdate(m, v)));
  }
});
