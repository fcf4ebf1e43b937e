import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { defineLoss, forTfjs, InputError, type LossDefinition, type TfjsLoss } from "../../src/tfjs/index.js";
import { useBackend } from "./backend.js";

await useBackend("cpu");

const example = new URL("../../examples/own-loss/tilted.js", import.meta.url).href;
const { default: tilted } = (await import(example)) as { default: LossDefinition<{ tilt: number }> };

const logits = tf.randomNormal([12, 4], 0, 2, "float32", 1) as tf.Tensor2D;
const labels = tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], "int32");

test("a loss of one's own has its value and its gradient in tfjs", () => {
  const loss = forTfjs(tilted)({ tilt: 2 });
  expect(loss.loss).toMatchObject({ name: "tilted", parameters: { tilt: 2 } });
  const plain = (at: tf.Tensor) => {
    const losses = tf.neg(tf.sum(tf.mul(tf.oneHot(labels, 4), tf.logSoftmax(at)), 1));
    return tf.div(tf.log(tf.mean(tf.exp(tf.mul(2, losses)))), 2) as tf.Scalar;
  };
  const own = tf.valueAndGrad((at) => loss(labels, at))(logits);
  const expected = tf.valueAndGrad(plain)(logits);
  expect(own.value.dataSync()[0]).toBeCloseTo(expected.value.dataSync()[0], 5);
  expect(tf.max(tf.abs(tf.sub(own.grad, expected.grad))).dataSync()[0]).toBeLessThan(1e-6);
});

test("the mean of its contributions is its objective, with its gradient", () => {
  const at = (make: () => TfjsLoss<tf.Tensor>) =>
    tf.valueAndGrad((at) => tf.mean(make()(labels, at)) as tf.Scalar)(logits);
  const [none, mean] = (["none", "mean"] as const).map((reduction) =>
    at(() => forTfjs(tilted)({ tilt: 2, reduction })),
  );
  expect(none.value.dataSync()[0]).toBeCloseTo(mean.value.dataSync()[0], 5);
  expect(tf.max(tf.abs(tf.sub(none.grad, mean.grad))).dataSync()[0]).toBeLessThan(1e-6);
});

test("a description will do; one that takes an option's name, or breaks the contract, is refused", () => {
  const described = (name: string, objective: number) => ({
    name: "mine",
    parameters: { [name]: { kind: "number", summary: "a number", default: 1 } as const },
    build: () => (_: Float32Array, weights: Float32Array) => objective + weights.fill(0)[0],
  });
  expect(forTfjs(described("alpha", 0))()(labels, logits).dataSync()[0]).toBe(0);
  for (const none of [undefined, null, 3]) {
    const got = `expected a loss made by defineLoss, or its description { name, parameters, build }, got ${none}`;
    expect(() => forTfjs(none as never)).toThrow(got);
  }
  expect(() => forTfjs(described("seed", 0))).toThrow("loss mine: a parameter cannot be seed, which is an option of");
  expect(() => forTfjs(described("alpha", Number.NaN))()(labels, logits)).toThrow(
    "loss mine, for a batch of 12: expected a finite objective, got NaN",
  );
  const throwing = { ...described("alpha", 0), build: () => () => [0][1].valueOf() };
  expect(() => forTfjs(throwing)()(labels, logits)).toThrow(
    /^loss mine, for a batch of 12: TypeError: Cannot read .*\(.*own-loss\.test\.ts:\d+:\d+\)$/,
  );
  expect(() => defineLoss({ ...described("alpha", 0), name: "My loss" })).toThrow(InputError);
});
