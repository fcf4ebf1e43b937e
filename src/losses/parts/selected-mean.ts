import type { ChoiceParameter } from "./parameter.js";

export type Normalize = "kept" | "batch";

export const normalizeParameter: ChoiceParameter = {
  kind: "choice",
  summary: "divide by the kept examples or by the whole batch",
  default: "kept",
  choices: ["kept", "batch"],
};

/**
 * Turns marks into the gradient of the marked losses' sum / divisor, in place.
 * @param gradient [N], in: 1 for a selected example, 0 for a skipped one
 * @returns the objective; with nothing selected 0
 */
export function selectedMean(losses: Float32Array, gradient: Float32Array, normalize: Normalize): number {
  const n = losses.length;
  let kept = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (gradient[i] === 0) continue;
    kept++;
    sum += losses[i];
  }
  if (kept === 0) return 0;
  const divisor = normalize === "batch" ? n : kept;
  const weight = 1 / divisor;
  for (let i = 0; i < n; i++) if (gradient[i] !== 0) gradient[i] = weight;
  return sum / divisor;
}
