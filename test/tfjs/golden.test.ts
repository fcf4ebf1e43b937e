import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OutputKind, Reduction } from "../../src/tfjs/index.js";
import golden from "../golden/losses.json" with { type: "json" };
import { logitsFor, useBackend } from "./backend.js";
import { makerOf } from "./maker-of.js";

beforeAll(() => useBackend("cpu"));

interface Case {
  readonly spec: { readonly name: string };
  readonly losses: readonly number[];
  readonly objective: number;
  readonly gradient: readonly number[];
}

const vectors: Record<string, readonly number[]> = golden.vectors;
const cases: readonly Case[] = [
  // a 32-bit softmax cannot resolve losses of 1e-6
  ...golden.cases
    .filter((entry) => entry.losses !== "tiny-16")
    .map((entry) => ({ ...entry, losses: vectors[entry.losses] })),
  ...golden.published,
];

const largest = new Map<string, { objective: number; gradient: number }>();
afterAll(() => {
  for (const [name, { objective, gradient }] of largest) {
    console.log(`tfjs ${name}: largest difference to the goldens: objective ${objective}, gradient ${gradient}`);
  }
});

function check(reduction: Reduction, from: OutputKind, { spec: { name, ...parameters }, ...expected }: Case): void {
  const n = expected.losses.length;
  const loss = makerOf(name)({ ...parameters, from, reduction });
  const labels = tf.zeros([n], "int32");
  const logits = logitsFor(expected.losses);
  const predictions = from === "logits" ? logits : tf.softmax(logits);
  const { value, grad } = tf.valueAndGrad((predictions) => tf.mean(loss(labels, predictions)))(predictions);

  const objective = value.dataSync()[0];
  const gradient = grad.dataSync();
  const difference = Math.abs(objective - expected.objective);
  expect(difference).toBeLessThanOrEqual(5e-5 + 1e-5 * Math.abs(expected.objective));
  let gradientDifference = 0;
  for (const [i, weight] of expected.gradient.entries()) {
    const p = Math.exp(-expected.losses[i]);
    const wanted = from === "logits" ? [weight * (p - 1), weight * (1 - p)] : [-weight, 0];
    const found =
      from === "logits" ? [gradient[2 * i], gradient[2 * i + 1]] : [gradient[2 * i] * p, gradient[2 * i + 1]];
    for (const side of [0, 1]) gradientDifference = Math.max(gradientDifference, Math.abs(found[side] - wanted[side]));
  }
  expect(gradientDifference).toBeLessThanOrEqual(1e-5);
  const before = largest.get(name) ?? { objective: 0, gradient: 0 };
  largest.set(name, {
    objective: Math.max(before.objective, difference),
    gradient: Math.max(before.gradient, gradientDifference),
  });
}

describe.each<Reduction>(["mean", "none"])("the tfjs losses agree with PyTorch, reduction %s", (reduction) => {
  test.each(cases.map((entry, i) => [JSON.stringify(entry.spec), entry.losses.length, i] as const))(
    "%s, %i examples, from logits",
    (_spec, _n, i) => check(reduction, "logits", cases[i]),
  );

  // above it, tfjs's own softmax underflows
  const moderate = cases.filter((entry) => entry.losses.every((loss) => loss < 15));
  test.each(moderate.map((entry, i) => [JSON.stringify(entry.spec), entry.losses.length, i] as const))(
    "%s, %i examples, from probabilities",
    (_spec, _n, i) => check(reduction, "probabilities", moderate[i]),
  );
});
