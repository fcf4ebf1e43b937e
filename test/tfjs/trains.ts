import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { expect } from "vitest";
import { minedGradients, ohem } from "../../src/tfjs/index.js";
import { leaked } from "./backend.js";
import { accuracy, loadSmallMnist } from "./mnist.js";

/**
 * Trains the model on the current backend, and compares its mined gradients with those of the whole batch.
 * @param tolerance largest absolute difference between two gradients
 */
export async function expectTraining(model: LayersModel, tolerance: number): Promise<void> {
  const { train, test } = await loadSmallMnist();
  const predict = (inputs: tf.Tensor) => model.apply(inputs) as tf.Tensor;
  model.compile({ optimizer: tf.train.adam(0.01), loss: ohem() });
  await model.fit(train.inputs, tf.oneHot(train.labels, 10), { batchSize: 64, epochs: 3, shuffle: false, verbose: 0 });
  expect(accuracy(predict, test)).toBeGreaterThan(0.7);

  const loss = ohem({ ratio: 8 });
  const inputs = tf.slice(train.inputs, 0, 64);
  const labels = tf.slice(train.labels, 0, 64);
  const { gradients } = minedGradients(loss, predict, inputs, labels);
  const { grads } = tf.variableGrads(() => loss(labels, predict(inputs)));
  for (const { name, tensor } of gradients) {
    expect(tf.max(tf.abs(tf.sub(tensor, grads[name]))).dataSync()[0]).toBeLessThan(tolerance);
  }
  expect(leaked(() => minedGradients(loss, predict, inputs, labels).gradients)).toBe(0);
}
