import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import type { Dataset } from "../../src/data/dataset.js";
import { loadData } from "../../src/data/load.js";

export interface Examples {
  /** [count, 196]: 14x14 pixels, every other one, 0 to 1 */
  readonly inputs: tf.Tensor2D;
  /** [count] */
  readonly labels: tf.Tensor1D;
}

/** The first examples of both splits of MNIST, small enough for tfjs's plain JavaScript backend. */
export async function loadSmallMnist(): Promise<{ train: Examples; test: Examples }> {
  const { train, test } = await loadData("mnist");
  return { train: firstExamples(train, 1280), test: firstExamples(test, 500) };
}

function firstExamples({ images, labels }: Dataset, count: number): Examples {
  const inputs = tf.tidy(() => {
    const all = tf.tensor4d(images.subarray(0, count * 784), [count, 28, 28, 1], "float32");
    return tf.reshape(tf.div(tf.stridedSlice(all, [0, 0, 0, 0], all.shape, [1, 2, 2, 1]), 255), [count, 196]);
  }) as tf.Tensor2D;
  return { inputs, labels: tf.tensor1d(Int32Array.from(labels.subarray(0, count)), "int32") };
}

export function smallModel(activation: "softmax" | "linear"): layers.Sequential {
  const initializer = (seed: number) => layers.initializers.glorotUniform({ seed });
  return layers.sequential({
    layers: [
      layers.layers.dense({ inputShape: [196], units: 32, activation: "relu", kernelInitializer: initializer(1) }),
      layers.layers.dense({ units: 10, activation, kernelInitializer: initializer(2) }),
    ],
  });
}

export function accuracy(model: (inputs: tf.Tensor) => tf.Tensor, { inputs, labels }: Examples): number {
  return tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(model(inputs), 1), labels), "float32")).dataSync()[0]);
}
