import * as tf from "@tensorflow/tfjs-core";
import type { TfjsLoss } from "../../src/tfjs/index.js";
import { useBackend } from "./backend.js";

const logits = Array.from({ length: 120 }, (_, i) => Math.sin(i * i) * 3);
const labels = Array.from({ length: 24 }, (_, i) => (i % 7 === 0 ? 255 : i % 5));

/** Objective and gradient of dense predictions, [2, 3, 4, 5], some of whose labels are ignored (255). */
export async function gradientOn(backend: string, make: () => TfjsLoss, softmax: boolean): Promise<number[]> {
  await useBackend(backend);
  return tf.tidy(() => {
    const at = tf.reshape(tf.tensor2d(logits, [24, 5]), [2, 3, 4, 5]);
    const { value, grad } = tf.valueAndGrad((predictions) =>
      make()(tf.tensor(labels, [2, 3, 4], "int32"), softmax ? tf.softmax(predictions) : predictions),
    )(at);
    return [value.dataSync()[0], ...grad.dataSync()];
  });
}
