import type { ChoiceParameter } from "./parameter.js";

export type Normalize = "kept" | "batch";

export const normalizeParameter: ChoiceParameter = {
  kind: "choice",
  summary: "divide the sum by the examples kept or by the batch size",
  default: "kept",
  choices: ["kept", "batch"],
};

/**
 * Turns marks into the weights of the selected examples' mean (or sum / N), in place.
 * @param weights [N], in: 1 for a selected example, 0 for a skipped one
 * @returns the objective; 0 if nothing is selected
 */
export function selectedMean(losses: Float32Array, weights: Float32Array, normalize: Normalize): number {
  const n = losses.length;
  let kept = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (weights[i] === 0) continue;
    kept++;
    sum += losses[i];
  }
  if (kept === 0) return 0;
  const divisor = normalize === "batch" ? n : kept;
  const weight = 1 / divisor;
  for (let i = 0; i < n; i++) if (weights[i] !== 0) weights[i] = weight;
  return sum / divisor;
}
