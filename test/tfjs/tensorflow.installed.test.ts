import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { openRuntime } from "../../src/engine/tensorflow/runtime/open.js";
import { focal, minedGradients, ohem, type TfjsLoss, threshold } from "../../src/tfjs/index.js";
import { leaked, useBackend } from "./backend.js";
import { gradientOn } from "./gradient-on.js";
import { accuracy, loadSmallMnist } from "./mnist.js";

beforeAll(async () => {
  // it registers its backend with every copy of tfjs-core in the process
  openRuntime("any", false);
  await useBackend("tensorflow");
});

describe("tfjs's tensorflow backend", () => {
  it.each<[string, () => TfjsLoss, boolean]>([
    ["ohem", () => ohem({ ignoreLabel: 255 }), false],
    ["threshold from probabilities", () => threshold({ ignoreLabel: 255, from: "probabilities" }), true],
    ["focal", () => focal({ ignoreLabel: 255 }), false],
  ])("gives what the cpu backend gives: %s", async (_name, make, softmax) => {
    const cpu = await gradientOn("cpu", make, softmax);
    const tensorflow = await gradientOn("tensorflow", make, softmax);
    for (const [i, value] of tensorflow.entries()) expect(value).toBeCloseTo(cpu[i]!, 5);
  });

  it("trains a convolution, on whole batches and on mined ones", async () => {
    await useBackend("tensorflow");
    const { train, test } = await loadSmallMnist();
    const initializer = (seed: number) => layers.initializers.glorotUniform({ seed });
    const model = layers.sequential({
      layers: [
        layers.layers.reshape({ inputShape: [196], targetShape: [14, 14, 1] }),
        layers.layers.conv2d({
          filters: 8,
          kernelSize: 5,
          strides: 2,
          activation: "relu",
          kernelInitializer: initializer(1),
        }),
        layers.layers.flatten(),
        layers.layers.dense({ units: 10, kernelInitializer: initializer(2) }),
      ],
    });
    const predict = (inputs: tf.Tensor) => model.apply(inputs) as tf.Tensor;
    model.compile({ optimizer: tf.train.adam(0.01), loss: ohem() });
    await model.fit(train.inputs, tf.oneHot(train.labels, 10), {
      batchSize: 64,
      epochs: 3,
      shuffle: false,
      verbose: 0,
    });
    expect(accuracy(predict, test)).toBeGreaterThan(0.7);

    const loss = ohem({ ratio: 8 });
    const inputs = tf.slice(train.inputs, 0, 64);
    const labels = tf.slice(train.labels, 0, 64);
    const { gradients } = minedGradients(loss, predict, inputs, labels);
    const { grads } = tf.variableGrads(() => loss(labels, predict(inputs)));
    for (const { name, tensor } of gradients) {
      expect(tf.max(tf.abs(tf.sub(tensor, grads[name]!))).dataSync()[0]).toBeLessThan(1e-5);
    }
    expect(leaked(() => minedGradients(loss, predict, inputs, labels).gradients)).toBe(0);
  });
});
