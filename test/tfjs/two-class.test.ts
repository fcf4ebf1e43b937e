import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { InputError, minedGradients, type OutputKind, ohem, type TfjsLoss } from "../../src/tfjs/index.js";
import { leaksNothingInFits } from "./agreement.js";
import { leaked, useBackend } from "./backend.js";

await useBackend("cpu");

/** Three images with five anchors each, most of them background; -1 is to be ignored. */
const logits = Array.from({ length: 15 }, (_, i) => Math.fround(3 * Math.sin(i * i + 1)));
const labels = Array.from({ length: 15 }, (_, i) => (i % 7 === 3 ? -1 : i % 4 === 0 ? 1 : 0));
const probabilities = logits.map((logit) => Math.fround(1 / (1 + Math.exp(-logit))));

type Form = Extract<OutputKind, "sigmoid" | "sigmoid-logits">;
const outputsOf = { sigmoid: probabilities, "sigmoid-logits": logits };

/** In double precision, straight from the definition. */
const crossEntropyOf: Record<Form, (output: number, label: number) => number> = {
  sigmoid: (p, label) => -Math.log(label === 1 ? p : 1 - p),
  "sigmoid-logits": (z, label) => Math.log1p(Math.exp(label === 1 ? -z : z)),
};

/** The mean of the hardest third of the anchors that count, of the given outputs. */
function oracle(from: Form, outputs: readonly number[]): number {
  const losses = outputs.flatMap((output, i) => (labels[i] === -1 ? [] : [crossEntropyOf[from](output, labels[i])]));
  const hardest = losses.sort((a, b) => b - a).slice(0, Math.floor(losses.length / 3));
  return hardest.reduce((sum, loss) => sum + loss, 0) / hardest.length;
}

function gradientOf(loss: TfjsLoss, targets: tf.Tensor, at: tf.Tensor) {
  const { value, grad } = tf.valueAndGrad((predictions) => loss(targets, predictions))(at);
  return { objective: value.dataSync()[0], gradient: [...grad.dataSync()], shape: grad.shape };
}

const loss = (from: Form) => ohem({ from, ignoreLabel: -1 });
const integers = tf.tensor(labels, [3, 5], "int32");

describe.each<Form>(["sigmoid", "sigmoid-logits"])("the two-class form from %s", (from) => {
  const outputs = outputsOf[from];
  const at = tf.tensor(outputs, [3, 5]);

  test("equals an oracle, and its gradient finite differences, in double precision", () => {
    const { objective, gradient, shape } = gradientOf(loss(from), integers, at);
    expect(shape).toEqual([3, 5]);
    expect(objective).toBeCloseTo(oracle(from, outputs), 6);
    const step = 1e-6;
    const moved = (i: number, by: number) => oracle(from, outputs.with(i, outputs[i] + by));
    let steep = 0;
    outputs.forEach((_, i) => {
      const slope = (moved(i, step) - moved(i, -step)) / (2 * step);
      expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-6 + 2e-6 * Math.abs(slope));
      if (slope !== 0) steep++;
    });
    expect(steep).toBe(4);
  });

  test("takes one-hot labels, labels of floats, and outputs with a last dimension of 1", () => {
    const expected = gradientOf(loss(from), integers, at);
    const rows = labels.map((label) => [label === 0 ? 1 : 0, label === 1 ? 1 : 0]);
    expect(gradientOf(loss(from), tf.tensor(rows.flat(), [3, 5, 2]), at)).toEqual(expected);
    expect(gradientOf(loss(from), tf.cast(integers, "float32"), at)).toEqual(expected);
    for (const targets of [integers, tf.reshape(integers, [3, 5, 1])]) {
      const { shape, ...rest } = gradientOf(loss(from), targets, tf.reshape(at, [3, 5, 1]));
      expect(shape).toEqual([3, 5, 1]);
      expect({ ...rest, shape: [3, 5] }).toEqual(expected);
    }
  });

  test("gives each anchor's contribution", () => {
    const contributions = ohem({ from, ignoreLabel: -1, reduction: "none" })(integers, at);
    expect(contributions.shape).toEqual([3, 5]);
    expect(tf.mean(contributions).dataSync()[0]).toBeCloseTo(oracle(from, outputs), 6);
    expect(contributions.dataSync().filter((value) => value !== 0)).toHaveLength(4);
  });

  test("leaks no tensors", () => {
    expect(leaked(() => loss(from)(integers, at))).toBe(0);
    expect(leaked(() => tf.grad((outputs) => loss(from)(integers, outputs))(at))).toBe(0);
  });
});

test("outputs that no sigmoid made, and labels that do not fit, are refused", () => {
  expect(() => loss("sigmoid")(integers, tf.tensor(logits, [3, 5]))).toThrow(
    /^the predictions are no outputs of a sigmoid \(prediction 0 is 2\.5.*\): set from: "sigmoid-logits"/,
  );
  const at = tf.tensor(logits, [3, 5]);
  expect(() => loss("sigmoid-logits")(tf.zeros([3, 4]), at)).toThrow(InputError);
  expect(() => loss("sigmoid-logits")(tf.zeros([3, 4]), at)).toThrow(
    "labels for sigmoid outputs of shape [3,5] must be 0 or 1 in that shape, or one-hot of shape [3,5,2], not [3,4]",
  );
  expect(() => loss("sigmoid-logits")(tf.fill([3, 5], 2), at)).toThrow("an integer from 0 to 1, or -1 to be ignored");
});

describe("in a model", () => {
  const inputs = tf.randomNormal([256, 2], 0, 1, "float32", 5) as tf.Tensor2D;
  const targets = tf.tidy(() => tf.cast(tf.greater(tf.sum(inputs, 1, true), 1), "float32"));

  test("learns with fit, and with mined gradients", async () => {
    const model = layers.sequential({
      layers: [layers.layers.dense({ inputShape: [2], units: 1, activation: "sigmoid" })],
    });
    const loss = ohem({ ratio: 2, from: "sigmoid" });
    model.compile({ optimizer: tf.train.adam(0.1), loss });
    await model.fit(inputs, targets, { batchSize: 32, epochs: 20, shuffle: false, verbose: 0 });
    const right = tf.equal(tf.round(model.predict(inputs) as tf.Tensor), targets);
    expect(tf.mean(tf.cast(right, "float32")).dataSync()[0]).toBeGreaterThan(0.95);

    const mined = minedGradients(loss, (x) => model.apply(x), inputs, targets);
    expect(mined.backwardInputs).toBe(128);
    const { grads } = tf.variableGrads(() => loss(targets, model.apply(inputs)));
    for (const { name, tensor } of mined.gradients) {
      expect(tf.max(tf.abs(tf.sub(tensor, grads[name]))).dataSync()[0]).toBeLessThan(1e-6);
    }
    model.dispose();
  });

  leaksNothingInFits("cpu", 500);
});
