import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { focal, ohem, type TfjsLoss, threshold, weighted } from "../../src/tfjs/index.js";
import { useBackend } from "./backend.js";

const logits = Array.from({ length: 120 }, (_, i) => Math.sin(i * i) * 3);
const labels = Array.from({ length: 24 }, (_, i) => (i % 7 === 0 ? 255 : i % 5));

/** Tests that a backend gives the objectives and gradients of tfjs's cpu backend. */
export function agreesWithCpu(backend: string): void {
  test.each<[string, () => TfjsLoss, boolean]>([
    ["ohem", () => ohem({ ignoreLabel: 255 }), false],
    ["weighted", () => weighted({ ignoreLabel: 255 }), false],
    ["threshold from probabilities", () => threshold({ ignoreLabel: 255, from: "probabilities" }), true],
    ["focal", () => focal({ ignoreLabel: 255 }), false],
  ])("agrees with the cpu backend: %s", async (_name, make, softmax) => {
    const expected = await gradientOn("cpu", make, softmax);
    const actual = await gradientOn(backend, make, softmax);
    for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i], 5);
  });

  test.each(["sigmoid", "sigmoid-logits"] as const)("agrees with the cpu backend: %s, weighted", async (from) => {
    const expected = await twoClassOn("cpu", from);
    const actual = await twoClassOn(backend, from);
    for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i], 5);
  });
}

/** Objective and gradient of the two-class form with example weights, for outputs of shape [4, 6]. */
async function twoClassOn(backend: string, from: "sigmoid" | "sigmoid-logits"): Promise<number[]> {
  await useBackend(backend);
  return tf.tidy(() => {
    const zeroOrOne = tf.tensor(
      labels.map((label) => (label === 255 ? -1 : label % 2)),
      [4, 6],
      "int32",
    );
    const loss = ohem({ from, ignoreLabel: -1 });
    const { value, grad } = tf.valueAndGrad((at) => loss(zeroOrOne, at, tf.tensor1d([1, 0.5, 0, 2])))(
      from === "sigmoid" ? tf.sigmoid(tf.tensor(logits.slice(0, 24), [4, 6])) : tf.tensor(logits.slice(0, 24), [4, 6]),
    );
    return [value.dataSync()[0], ...grad.dataSync()];
  });
}

/** Tests that many fits leave no tensor behind. */
export function leaksNothingInFits(backend: string, fits: number): void {
  test(`${fits} fits leave no tensor and no byte behind`, async () => {
    await useBackend(backend);
    const model = layers.sequential({ layers: [layers.layers.dense({ inputShape: [3], units: 1 })] });
    model.compile({ optimizer: tf.train.adam(0.01), loss: ohem({ from: "sigmoid-logits", reduction: "none" }) });
    const inputs = tf.randomNormal([8, 3], 0, 1, "float32", 1);
    const targets = tf.tensor2d([1, 0, 1, 0, 1, 0, 1, 0], [8, 1]);
    const fit = () => model.fit(inputs, targets, { epochs: 1, batchSize: 4, verbose: 0, yieldEvery: "never" });
    await fit();
    const { numTensors, numBytes } = tf.memory();
    for (let i = 0; i < fits; i++) await fit();
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    model.dispose();
    tf.dispose([inputs, targets]);
  });
}

/** Objective and gradient of dense predictions, [2, 3, 4, 5], some of whose labels are ignored (255). */
async function gradientOn(backend: string, make: () => TfjsLoss, softmax: boolean): Promise<number[]> {
  await useBackend(backend);
  return tf.tidy(() => {
    const at = tf.reshape(tf.tensor2d(logits, [24, 5]), [2, 3, 4, 5]);
    const { value, grad } = tf.valueAndGrad((predictions) =>
      make()(tf.tensor(labels, [2, 3, 4], "int32"), softmax ? tf.softmax(predictions) : predictions),
    )(at);
    return [value.dataSync()[0], ...grad.dataSync()];
  });
}
