import * as tf from "@tensorflow/tfjs-core";
import type { Sequential } from "@tensorflow/tfjs-layers";
import * as layers from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import { focal, ohem, selectiveBackprop, type TfjsLoss, threshold } from "../../src/tfjs/index.js";
import { useBackend } from "./backend.js";
import { seesClassWeights } from "./class-weights.js";
import { accuracy, type Examples, loadSmallMnist, smallModel } from "./mnist.js";

let mnist: { train: Examples; test: Examples };
beforeAll(async () => {
  await useBackend("cpu");
  mnist = await loadSmallMnist();
});

function apply(model: Sequential): (inputs: tf.Tensor) => tf.Tensor {
  return (inputs) => model.apply(inputs) as tf.Tensor;
}

describe("a LayersModel learns MNIST", () => {
  test.each<[string, TfjsLoss, "linear" | "softmax"]>([
    ["ohem from logits", ohem({ ratio: 3 }), "linear"],
    ["ohem from probabilities", ohem({ ratio: 3, from: "probabilities" }), "softmax"],
    ["threshold from logits", threshold({ min: 8 }), "linear"],
    ["focal from probabilities", focal({ from: "probabilities" }), "softmax"],
    ["selective-backprop from logits", selectiveBackprop({ history: 256 }), "linear"],
  ])("with compile and fit: %s", async (_name, loss, activation) => {
    const model = smallModel(activation);
    expect(accuracy(apply(model), mnist.test)).toBeLessThan(0.3);

    model.compile({ optimizer: tf.train.adam(0.01), loss });
    const oneHot = tf.oneHot(mnist.train.labels, 10);
    const fit = (epochs: number) =>
      model.fit(mnist.train.inputs, oneHot, { batchSize: 64, epochs, shuffle: false, verbose: 0 });
    const first = await fit(1);
    const before = tf.memory().numTensors;
    const then = await fit(2);
    expect(tf.memory().numTensors).toBe(before);

    expect(then.history.loss!.at(-1)).toBeLessThan(first.history.loss![0] as number);
    expect(accuracy(apply(model), mnist.test)).toBeGreaterThan(0.75);
    tf.dispose([oneHot]);
    model.dispose();
  });

  test("with a custom loop and integer labels", () => {
    const model = smallModel("linear");
    const loss = ohem({ ratio: 3 });
    const optimizer = tf.train.adam(0.01);
    const before = tf.memory().numTensors;
    for (let step = 0; step < 60; step++) {
      const first = (step % 20) * 64;
      const inputs = tf.slice(mnist.train.inputs, first, 64);
      const labels = tf.slice(mnist.train.labels, first, 64);
      optimizer.minimize(() => loss(labels, model.apply(inputs) as tf.Tensor));
      tf.dispose([inputs, labels]);
    }
    // only Adam's moments, two for each of four variables, and its two step counters
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(10);
    expect(accuracy(apply(model), mnist.test)).toBeGreaterThan(0.75);
    model.dispose();
  });
});

describe("class weights", () => {
  seesClassWeights("cpu");

  test("scale each example's gradient, with a mean that tfjs takes", () => {
    const { inputs, labels } = mnist.train;
    const batch = tf.slice(inputs, 0, 16);
    const batchLabels = tf.slice(labels, 0, 16);
    const classWeights = tf.gather(tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), batchLabels);
    const at = tf.slice(batch, [0, 0], [16, 10]);
    const loss = ohem({ ratio: 2, reduction: "none", from: "logits" });
    const weighted = tf.grad((at) => tf.mean(tf.mul(loss(batchLabels, at), classWeights)))(at);
    const plain = tf.grad((at) => ohem({ ratio: 2, from: "logits" })(batchLabels, at))(at);
    expect(tf.max(tf.abs(tf.sub(weighted, tf.mul(plain, tf.expandDims(classWeights, 1))))).dataSync()[0]).toBeLessThan(
      1e-6,
    );
  });
});

describe("tfjs itself refuses, as the docs say", () => {
  test("integer labels and sampleWeight in fit", async () => {
    const model = smallModel("linear");
    model.compile({ optimizer: "sgd", loss: ohem() });
    const inputs = tf.zeros([2, 196]);
    const labels = tf.tensor1d([0, 1], "int32");
    await expect(model.fit(inputs, labels)).rejects.toThrow("tensor shape [*,10]");
    const weighted = model.fit(inputs, tf.oneHot(labels, 10), { sampleWeight: tf.ones([2]) });
    await expect(weighted).rejects.toThrow("sample weight is not supported yet");
  });

  test("class weights of dense predictions", async () => {
    const dense = layers.sequential({
      layers: [layers.layers.conv2d({ inputShape: [4, 4, 1], filters: 2, kernelSize: 1 })],
    });
    dense.compile({ optimizer: "sgd", loss: ohem({ reduction: "none" }) });
    const labels = tf.oneHot(tf.zeros([2, 4, 4], "int32"), 2);
    const fit = (classWeight?: { [label: number]: number }) =>
      dense.fit(tf.ones([2, 4, 4, 1]), labels, { verbose: 0, ...(classWeight && { classWeight }) });
    await expect(fit({ 0: 1, 1: 1 })).rejects.toThrow("Unexpected rank");
    await expect(fit()).resolves.toBeDefined();
  });
});
