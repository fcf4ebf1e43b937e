import type { NumberParameter } from "./parameter.js";

/** The two parameters of the losses that skip nothing and weigh the hard examples more. */
export type HardWeightValues = { readonly keep: number; readonly weight: number };

export const hardWeightParameters: Record<keyof HardWeightValues, NumberParameter> = {
  keep: {
    kind: "number",
    summary: "share of the batch that counts as hard; none is skipped",
    default: 0.5,
    above: 0,
    maximum: 1,
  },
  weight: {
    kind: "number",
    summary: "what a hard example weighs",
    default: 2,
    above: 0,
    // beyond it a gradient may not fit a 32-bit float
    maximum: 1e30,
  },
};

/**
 * Turns marks into a gradient of two weights, in place.
 * @param gradient [N], in: 1 for a hard example, 0 for another
 * @returns the objective, the sum of weight * loss
 */
export function weightedSum(losses: Float32Array, gradient: Float32Array, hard: number, rest: number): number {
  let hardSum = 0;
  let restSum = 0;
  for (let i = 0; i < losses.length; i++) {
    if (gradient[i] === 0) {
      restSum += losses[i];
      gradient[i] = rest;
    } else {
      hardSum += losses[i];
      gradient[i] = hard;
    }
  }
  return hard * hardSum + rest * restSum;
}
