import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { focal, ohem } from "../../src/tfjs/index.js";
import { useBackend } from "./backend.js";
import { accuracy, type Examples, loadSmallMnist, smallModel } from "./mnist.js";

type LossFunction = (labels: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

const crossEntropy: LossFunction = (labels, predictions) =>
  tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(predictions)), 1));

/** Tests that `classWeight` in `model.fit` acts on examples: a class of weight 0 is not learned. */
export function seesClassWeights(backend: string): void {
  test.each<[string, LossFunction]>([
    ["a cross-entropy of one's own", crossEntropy],
    ["ohem", ohem({ ratio: 3, reduction: "none" })],
    ["focal", focal({ reduction: "none" })],
  ])("does not learn a class of weight 0: %s", async (_name, loss) => {
    const { weightless, others } = await recallsWithWeightless(backend, loss);
    expect(weightless).toBeLessThan(0.02);
    expect(others).toBeGreaterThan(0.7);
  });

  test("learns it from a scalar, as the docs say", async () => {
    expect((await recallsWithWeightless(backend, ohem({ ratio: 3 }))).weightless).toBeGreaterThan(0.8);
  });
}

/** Trains with weight 0 for class 0, and measures the recall of class 0 and of the others. */
async function recallsWithWeightless(backend: string, loss: LossFunction) {
  await useBackend(backend);
  const { train, test } = await loadSmallMnist();
  const model = smallModel("linear");
  model.compile({ optimizer: tf.train.adam(0.01), loss });
  const classWeight = { 0: 0, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1 };
  const oneHot = tf.oneHot(train.labels, 10);
  await model.fit(train.inputs, oneHot, { batchSize: 64, epochs: 3, shuffle: false, verbose: 0, classWeight });
  const predict = (inputs: tf.Tensor) => model.apply(inputs) as tf.Tensor;
  const recalls = {
    weightless: accuracy(
      predict,
      where(test, (label) => label === 0),
    ),
    others: accuracy(
      predict,
      where(test, (label) => label !== 0),
    ),
  };
  model.dispose();
  return recalls;
}

function where({ inputs, labels }: Examples, chosen: (label: number) => boolean): Examples {
  const rows = [...labels.dataSync().entries()].filter(([, label]) => chosen(label)).map(([row]) => row);
  return { inputs: tf.gather(inputs, rows), labels: tf.gather(labels, rows) };
}
