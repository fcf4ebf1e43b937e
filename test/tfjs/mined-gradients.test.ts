import * as tf from "@tensorflow/tfjs-core";
import type { Sequential } from "@tensorflow/tfjs-layers";
import * as layers from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import {
  blended,
  ce,
  InputError,
  minedGradients,
  type NamedGradient,
  ohem,
  type TfjsLoss,
  threshold,
} from "../../src/tfjs/index.js";
import { leaked, useBackend } from "./backend.js";
import { accuracy, type Examples, loadSmallMnist, smallModel } from "./mnist.js";

let mnist: { train: Examples; test: Examples };
let model: Sequential;
let inputs: tf.Tensor;
let labels: tf.Tensor;
const predict = (some: tf.Tensor) => model.apply(some) as tf.Tensor;

beforeAll(async () => {
  await useBackend("cpu");
  mnist = await loadSmallMnist();
  model = smallModel("linear");
  inputs = tf.slice(mnist.train.inputs, 0, 96);
  labels = tf.slice(mnist.train.labels, 0, 96);
});

function differences(actual: readonly NamedGradient[], expected: tf.NamedTensorMap): number {
  expect(actual.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  return Math.max(...actual.map(({ name, tensor }) => tf.max(tf.abs(tf.sub(tensor, expected[name]))).dataSync()[0]));
}

const byName = (gradients: readonly NamedGradient[]): tf.NamedTensorMap =>
  Object.fromEntries(gradients.map(({ name, tensor }) => [name, tensor]));

/** Multiplications in all matrix products: sqrt(mk * kn * mn), which no transposition changes. */
async function multiplications(run: () => tf.TensorContainer): Promise<number> {
  const { kernels } = await tf.profile(() => {
    tf.dispose(run());
    return tf.scalar(0);
  });
  const size = (shape: number[]) => shape.reduce((product, side) => product * side, 1);
  return kernels
    .filter(({ name }) => name === "BatchMatMul" || name === "_FusedMatMul")
    .map(({ inputShapes, outputShapes }) =>
      Math.sqrt(size(inputShapes[0]) * size(inputShapes[1]) * size(outputShapes[0])),
    )
    .reduce((sum, count) => sum + count, 0);
}

describe("minedGradients", () => {
  test.each<[string, () => TfjsLoss, number]>([
    ["ohem", () => ohem({ ratio: 3 }), 32],
    ["ohem without the very hardest", () => ohem({ ratio: 8, skip: 0.1, normalize: "batch" }), 12],
    ["blended, which skips nothing", () => blended(), 96],
    ["threshold that selects nothing", () => threshold({ probability: 1e-30, min: 0 }), 0],
  ])("equal those of the whole batch: %s", (_name, make, selected) => {
    const mined = minedGradients(make(), predict, inputs, labels);
    const full = tf.variableGrads(() => make()(labels, predict(inputs)));
    expect(mined.backwardInputs).toBe(selected);
    expect(mined.weights.filter((weight) => weight !== 0).length).toBe(selected);
    expect(mined.objective).toBeCloseTo(full.value.dataSync()[0], 6);
    const difference = differences(mined.gradients, full.grads);
    console.log(`minedGradients, ${_name}: largest difference ${difference}`);
    expect(difference).toBeLessThan(1e-6);
  });

  test("takes one-hot labels, and dense predictions with an ignored label", () => {
    const oneHot = tf.oneHot(labels, 10);
    const fromOneHot = minedGradients(ohem(), predict, inputs, oneHot).gradients;
    expect(differences(fromOneHot, byName(minedGradients(ohem(), predict, inputs, labels).gradients))).toBe(0);

    const dense = layers.sequential({
      layers: [layers.layers.conv2d({ inputShape: [7, 7, 4], filters: 10, kernelSize: 3, padding: "same" })],
    });
    const segment = (images: tf.Tensor) => dense.apply(images) as tf.Tensor;
    const images = tf.randomNormal([16, 7, 7, 4], 0, 1, "float32", 3);
    const classes = Int32Array.from({ length: 16 * 49 }, (_, i) => (i % 5 === 0 ? 255 : i % 10));
    const maps = tf.tensor(classes, [16, 7, 7], "int32");
    const make = () => ohem({ keep: 0.005, ignoreLabel: 255 });
    const mined = minedGradients(make(), segment, images, maps);
    const full = tf.variableGrads(() => make()(maps, segment(images)));
    // floor(0.005 * 627) pixels
    expect(mined.weights.filter((weight) => weight !== 0).length).toBe(3);
    expect(mined.backwardInputs).toBeLessThanOrEqual(3);
    expect(differences(mined.gradients, full.grads)).toBeLessThan(1e-6);
    dense.dispose();
  });

  test("takes fewer operations", async () => {
    const loss = ohem({ ratio: 8 });
    const whole = await multiplications(() => tf.variableGrads(() => loss(labels, predict(inputs))).grads);
    const mined = await multiplications(() => minedGradients(loss, predict, inputs, labels).gradients);
    const forward = 96 * (196 * 32 + 32 * 10);
    // backward: the weights of both layers, and the inputs of the second
    expect(whole).toBe(2 * forward + 96 * 32 * 10);
    expect(mined).toBe(forward + whole / 8);
    console.log(`minedGradients, ohem:ratio=8: ${mined} multiplications in matrix products, all examples: ${whole}`);
  });

  test("trains a model", () => {
    const loss = ohem({ ratio: 4 });
    // tf.Optimizer's type for applyGradients is wider than Adam's own
    const optimizer = tf.train.adam(0.01);
    for (let step = 0; step < 60; step++) {
      tf.tidy(() => {
        const first = (step % 20) * 64;
        const batch = tf.slice(mnist.train.inputs, first, 64);
        const { gradients } = minedGradients(loss, predict, batch, tf.slice(mnist.train.labels, first, 64));
        optimizer.applyGradients(gradients);
      });
    }
    expect(accuracy(predict, mnist.test)).toBeGreaterThan(0.75);
  });

  test("refuses what is no loss, no tensor, or no model", () => {
    const mined =
      (...given: unknown[]) =>
      () =>
        minedGradients(...(given as Parameters<typeof minedGradients>));
    const plain = (_: tf.Tensor, predictions: tf.Tensor) => tf.mean(predictions);
    for (const loss of [plain, ohem, undefined]) {
      expect(mined(loss, predict, inputs, labels)).toThrow(InputError);
      expect(mined(loss, predict, inputs, labels)).toThrow("takes a loss of ohem/tfjs, such as ohem({ ratio: 3 });");
    }
    expect(mined(ohem(), model, inputs, labels)).toThrow("takes the model as a function: (x) => model.apply(x)");
    expect(mined(ohem(), predict, [[1]], labels)).toThrow("expected the inputs as a tensor");
    expect(mined(ohem(), predict, inputs, [1])).toThrow("expected the labels as a tensor");
    const deaf = () => predict(inputs);
    expect(mined(ohem(), deaf, inputs, labels)).toThrow(InputError);
    expect(mined(ohem(), deaf, inputs, labels)).toThrow(
      "the model's predictions are of shape [96,10] for 32 inputs: expected a first dimension of 32; compute them",
    );
  });

  test("leaks no tensors", () => {
    expect(leaked(() => minedGradients(ohem(), predict, inputs, labels).gradients)).toBe(0);
    expect(leaked(() => minedGradients(ce(), predict, inputs, labels).gradients)).toBe(0);
  });
});
