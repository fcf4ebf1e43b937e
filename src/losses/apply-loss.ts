import { RunError } from "../errors/errors.js";
import type { Loss, TrainingState } from "./loss.js";

/**
 * Applies a loss to a batch and holds it to its contract, so that no NaN is trained on.
 * @param losses [N] finite
 * @param weights [N], out
 * @returns the objective, finite
 * @throws RunError for an objective or a weight that is not a finite number
 */
export function applyLoss(loss: Loss, losses: Float32Array, weights: Float32Array, state: TrainingState): number {
  weights.fill(Number.NaN);
  const objective = loss.apply(losses, weights, state);
  const breach = breachOf(objective, weights);
  if (breach === undefined) return objective;
  const { name, definition } = loss;
  const whose = definition?.module === undefined ? `loss ${name}` : `${definition.module.path}: loss ${name}`;
  throw new RunError(`${whose}, for a batch of ${losses.length}: ${breach}`);
}

/** @param weights [N], NaN before the loss set them */
function breachOf(objective: unknown, weights: Float32Array): string | undefined {
  if (typeof objective !== "number") return `expected apply to return the objective, a number, got ${objective}`;
  if (!Number.isFinite(objective)) return `expected a finite objective, got ${objective}`;
  for (let i = 0; i < weights.length; i++) {
    if (Number.isFinite(weights[i])) continue;
    const unset = Number.isNaN(weights[i]) ? " (or it was not set)" : "";
    return `expected a finite number as weights[${i}], got ${weights[i]}${unset}`;
  }
  return undefined;
}
