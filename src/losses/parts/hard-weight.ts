import type { NumberParameter } from "./parameter.js";

/** The parameters of the losses that skip nothing and give hard examples more weight. */
export const hardWeightParameters: Record<"keep" | "weight", NumberParameter> = {
  keep: {
    kind: "number",
    summary: "fraction of the batch that counts as hard (skips none)",
    default: 0.5,
    above: 0,
    maximum: 1,
  },
  weight: {
    kind: "number",
    summary: "weight of the hard examples",
    default: 2,
    above: 0,
    // above it, a weight might not fit a 32-bit float
    maximum: 1e30,
  },
};

/**
 * Turns marks into weights of two values, in place.
 * @param weights [N], in: 1 for a hard example, 0 for any other; out: `hard` or `rest`
 * @returns the objective, the sum of weight * loss
 */
export function weightedSum(losses: Float32Array, weights: Float32Array, hard: number, rest: number): number {
  let hardSum = 0;
  let restSum = 0;
  for (let i = 0; i < losses.length; i++) {
    if (weights[i] === 0) {
      restSum += losses[i];
      weights[i] = rest;
    } else {
      hardSum += losses[i];
      weights[i] = hard;
    }
  }
  return hard * hardSum + rest * restSum;
}
