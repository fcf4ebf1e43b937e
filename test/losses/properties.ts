import fc from "fast-check";
import { expect } from "vitest";
import type { LossDefinition } from "../../src/losses/definition.js";
import type { Loss } from "../../src/losses/loss.js";
import { trainingState } from "../../src/losses/loss.js";
import { createRandom } from "../../src/random.js";
import { batches, legalParameters } from "./arbitrary-loss.js";
import { reference } from "./reference.js";

interface Applied {
  readonly objective: number;
  readonly weights: Float32Array;
}

function apply(loss: Loss, losses: Float32Array, keptFraction: number | undefined, seed = 0): Applied {
  const weights = new Float32Array(losses.length).fill(Number.NaN);
  const state = { ...trainingState(seed), keptFraction };
  // a history that is full from the start
  const { history } = loss.parameters;
  if (typeof history === "number" && history <= 2000) {
    const random = createRandom(seed, "weights");
    state.arrays.set(
      "selective-backprop.history",
      Float32Array.from({ length: history }, () => random.float()),
    );
  }
  return { objective: loss.apply(losses, weights, state), weights };
}

function close(actual: number, expected: number, relative: number, absolute = 0): boolean {
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}

const drawn = ["random", "selective-backprop"];

/** Checks the contract of a loss on `numRuns` batches, each with different parameters and another kept fraction. */
export function checkProperties(definition: LossDefinition, numRuns: number): void {
  const fractions =
    definition.target === undefined
      ? fc.constant(undefined)
      : fc.oneof(fc.constantFrom(undefined, 1), fc.double({ min: 0, minExcluded: true, max: 1, noNaN: true }));

  fc.assert(
    fc.property(legalParameters(definition), batches, fractions, fc.nat(), (given, losses, fraction, seed) => {
      const loss = definition.create(given);
      const { objective, weights } = apply(loss, losses, fraction, seed);
      const selected = weights.filter((value) => value !== 0).length;

      // finite, with something selected
      expect(objective).toSatisfy(Number.isFinite);
      expect(weights.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      if (definition.name === "threshold" && loss.parameters.min === 0) {
        if (selected === 0) expect(objective).toBe(0);
      } else if (definition.name !== "focal" && !(Number(loss.parameters.weight) < 1e-30)) {
        expect(selected).toBeGreaterThanOrEqual(1);
      }

      // repeatable, with another batch size in between
      apply(loss, losses.subarray(losses.length >> 1), fraction, seed + 1);
      const again = apply(loss, losses, fraction, seed);
      expect(again.objective).toBe(objective);
      expect(again.weights.every((value, i) => value === weights[i])).toBe(true);

      // as defined
      const expected = reference(loss, [...losses], fraction);
      if (expected !== undefined) {
        expect(close(objective, expected.objective, 1e-12, 1e-40)).toBe(true);
        expect(weights.every((value, i) => close(value, expected.weights[i], 1e-7, 1e-40))).toBe(true);
      }

      expectFiniteDifferences(loss, losses, fraction, seed, { objective, weights });
      if (!drawn.includes(definition.name)) expectEquivariance(loss, losses, fraction, { objective, weights }, seed);
    }),
    { numRuns },
  );
}

/** The weights of a few examples equal central differences, where the selection does not change in between. */
function expectFiniteDifferences(
  loss: Loss,
  losses: Float32Array,
  fraction: number | undefined,
  seed: number,
  { weights }: Applied,
): void {
  const smooth = loss.name === "focal";
  if (smooth && Number(loss.parameters.gamma) > 20) return;
  for (const i of [0, losses.length >> 1, losses.length - 1]) {
    const at = losses[i];
    if (at < 1e-3) continue;
    const up = Float32Array.from(losses);
    const down = Float32Array.from(losses);
    up[i] = at * (1 + 2 ** -10);
    down[i] = at * (1 - 2 ** -10);
    const above = apply(loss, up, fraction, seed);
    const below = apply(loss, down, fraction, seed);
    const same = (other: Applied) => other.weights.every((value, j) => value === weights[j]);
    if (!smooth && !(same(above) && same(below))) continue;
    const slope = (above.objective - below.objective) / (up[i] - down[i]);
    const noise = (1e-15 * Math.abs(above.objective)) / (up[i] - down[i]);
    expect(close(weights[i], slope, smooth ? 1e-4 : 1e-6, noise * 100 + 1e-12)).toBe(true);
  }
}

/** A reversed and rotated batch has the same objective and weights, except that equal losses may swap theirs. */
function expectEquivariance(
  loss: Loss,
  losses: Float32Array,
  fraction: number | undefined,
  { objective, weights }: Applied,
  seed: number,
): void {
  const n = losses.length;
  const from = Array.from(losses, (_, i) => (2 * n - 1 - i + (seed >>> 0)) % n);
  const moved = apply(
    loss,
    Float32Array.from(from, (i) => losses[i]),
    fraction,
  );
  expect(close(moved.objective, objective, 1e-12)).toBe(true);
  const before = byLoss([...losses], weights);
  const after = byLoss(
    from.map((i) => losses[i]),
    moved.weights,
  );
  expect(after.every(([at, weight], i) => at === before[i][0] && weight === before[i][1])).toBe(true);
}

function byLoss(losses: readonly number[], weights: Float32Array): (readonly [number, number])[] {
  return losses.map((loss, i) => [loss, weights[i]] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
