import * as tf from "@tensorflow/tfjs-core";
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
