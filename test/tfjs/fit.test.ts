import * as tf from "@tensorflow/tfjs-core";
import type { Sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import { focal, ohem, selectiveBackprop, type TfjsLoss, threshold } from "../../src/tfjs/index.js";
import { useBackend } from "./backend.js";
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
