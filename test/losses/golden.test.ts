import { afterAll, describe, expect, test } from "vitest";
import type { LossValues } from "../../src/losses/definition.js";
import { trainingState } from "../../src/losses/loss.js";
import { findLoss } from "../../src/losses/registry.js";
import golden from "../golden/losses.json" with { type: "json" };

interface Case {
  readonly spec: { readonly name: string } & LossValues;
  readonly losses: readonly number[];
  readonly objective: number;
  /** the weights: d objective / d losses */
  readonly gradient: readonly number[];
}

const vectors: Record<string, readonly number[]> = golden.vectors;
const cases = golden.cases.map((entry) => ({ ...entry, losses: vectors[entry.losses] })) as readonly Case[];

const largest = new Map<string, { objective: number; weight: number; cases: number }>();
afterAll(() => {
  for (const [name, difference] of largest) {
    const { objective, weight, cases } = difference;
    console.log(`${name}: ${cases} golden cases, largest difference: objective ${objective}, weight ${weight}`);
  }
});

function check({ spec: { name, ...values }, losses, objective, gradient: expected }: Case, key = name): void {
  const weights = new Float32Array(losses.length);
  const result = findLoss(name).create(values).apply(Float32Array.from(losses), weights, trainingState());

  const before = largest.get(key) ?? { objective: 0, weight: 0, cases: 0 };
  const differences = expected.map((value, i) => Math.abs(weights[i] - value));
  largest.set(key, {
    objective: Math.max(before.objective, Math.abs(result - objective)),
    weight: Math.max(before.weight, ...differences),
    cases: before.cases + 1,
  });
  expect(Math.abs(result - objective)).toBeLessThanOrEqual(5e-5 + 1e-5 * Math.abs(objective));
  for (const difference of differences) expect(difference).toBeLessThanOrEqual(1e-5);
  expect([...weights].map((value) => value === 0)).toEqual(expected.map((value) => value === 0));
}

describe("losses agree with PyTorch", () => {
  test.each(golden.cases.map((entry, i) => [JSON.stringify(entry.spec), entry.losses, i] as const))(
    "%s on %s",
    (_spec, _vector, i) => check(cases[i]),
  );
});

describe("losses agree with published code", () => {
  test.each(golden.published.map((entry, i) => [entry.source, JSON.stringify(entry.spec), i] as const))(
    "%s, %s",
    (source, _spec, i) => check(golden.published[i] as Case, source),
  );
});
