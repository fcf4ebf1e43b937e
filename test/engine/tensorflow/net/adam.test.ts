import { expect, test } from "vitest";
import { defaultAdam } from "../../../../src/engine/engine.js";
import { adamScalars } from "../../../../src/engine/tensorflow/net/adam.js";

const lr = 1e-3;

/** One step on one number, by PyTorch's documentation of Adam. */
function torchUpdate(m: number, v: number, t: number): number {
  const { beta1, beta2, epsilon } = defaultAdam;
  return (lr * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
}

test.each([1, 2, 10, 1000, 100_000])("TensorFlow's update, fed for step %i, is PyTorch's", (t) => {
  const { learningRate, epsilon } = adamScalars(defaultAdam, t, lr);
  for (const [m, v] of [
    [0.3, 0.01],
    [1e-9, 1e-18],
    [-1e-4, 1e-15],
    [0, 0],
  ]) {
    const tensorflowUpdate = (learningRate * m) / (Math.sqrt(v) + epsilon);
    expect(Math.abs(tensorflowUpdate - torchUpdate(m, v, t))).toBeLessThanOrEqual(
      1e-12 * Math.abs(torchUpdate(m, v, t)),
    );
  }
});
