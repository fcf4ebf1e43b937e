import { afterAll, describe, expect, it } from "vitest";
import type { LossValues } from "../../src/losses/definition.js";
import { findLoss } from "../../src/losses/registry.js";
import golden from "../golden/losses.json" with { type: "json" };
import { trainingState } from "../support/loss-state.js";

interface Case {
  readonly spec: { readonly name: string } & LossValues;
  readonly losses: readonly number[];
  readonly objective: number;
  readonly gradient: readonly number[];
}

const vectors: Record<string, readonly number[]> = golden.vectors;
const cases = golden.cases.map((entry) => ({ ...entry, losses: vectors[entry.losses] })) as readonly Case[];

const largest = new Map<string, { objective: number; gradient: number; cases: number }>();
afterAll(() => {
  for (const [name, difference] of largest) {
    const { objective, gradient, cases } = difference;
    console.log(`${name}: ${cases} golden cases, largest difference: objective ${objective}, gradient ${gradient}`);
  }
});

function check({ spec: { name, ...values }, losses, objective, gradient }: Case, key = name): void {
  const actual = new Float32Array(losses.length);
  const result = findLoss(name).create(values).apply(Float32Array.from(losses), actual, trainingState());

  const before = largest.get(key) ?? { objective: 0, gradient: 0, cases: 0 };
  const gradients = gradient.map((value, i) => Math.abs(actual[i] - value));
  largest.set(key, {
    objective: Math.max(before.objective, Math.abs(result - objective)),
    gradient: Math.max(before.gradient, ...gradients),
    cases: before.cases + 1,
  });
  expect(Math.abs(result - objective)).toBeLessThanOrEqual(5e-5 + 1e-5 * Math.abs(objective));
  for (const difference of gradients) expect(difference).toBeLessThanOrEqual(1e-5);
  expect([...actual].map((value) => value === 0)).toEqual(gradient.map((value) => value === 0));
}

describe("losses agree with PyTorch", () => {
  it.each(golden.cases.map((entry, i) => [JSON.stringify(entry.spec), entry.losses, i] as const))(
    "%s on %s",
    (_spec, _vector, i) => check(cases[i]),
  );
});

describe("losses agree with published code", () => {
  it.each(golden.published.map((entry, i) => [entry.source, JSON.stringify(entry.spec), i] as const))(
    "%s, %s",
    (source, _spec, i) => check(golden.published[i] as Case, source),
  );
});
