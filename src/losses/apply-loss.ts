import { InputError, RunError } from "../errors/errors.js";
import { firstLine } from "../errors/first-line.js";
import { shortened } from "../errors/shortened.js";
import type { Loss, TrainingState } from "./loss.js";

/**
 * Applies a loss to a batch and holds it to its contract, so that no NaN is trained on.
 * @param losses [N] finite
 * @param weights [N], out
 * @returns the objective, finite
 * @throws RunError for an objective or a weight that is not a finite number, and for what the loss throws; InputError
 * for a kept fraction that is not above 0 and at most 1
 */
export function applyLoss(loss: Loss, losses: Float32Array, weights: Float32Array, state: TrainingState): number {
  weights.fill(Number.NaN);
  let objective: number;
  try {
    objective = loss.apply(losses, weights, state);
  } catch (error) {
    // those of a module say where already
    if (error instanceof RunError || error instanceof InputError) throw error;
    throw new RunError(`${placeOf(loss, losses)}: ${thrown(error)}`, { cause: error });
  }
  const breach = breachOf(objective, weights);
  if (breach === undefined) return objective;
  throw new RunError(`${placeOf(loss, losses)}: ${breach}`);
}

function placeOf({ name, definition }: Loss, { length }: Float32Array): string {
  const whose = definition?.module === undefined ? `loss ${name}` : `${definition.module.path}: loss ${name}`;
  return `${whose}, for a batch of ${length}`;
}

/** `TypeError: ... (file:///x/mine.js:14:9)`: the innermost line of a file, where the stack tells one. */
function thrown(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${shortened(String(error))}`;
  const frame = /^\s*at (?:[^(\n]*\()?(?!node:)([^(\n]+:\d+:\d+)\)?$/m.exec(error.stack ?? "")?.[1];
  return `${error.name}: ${firstLine(error.message)}${frame === undefined ? "" : ` (${frame})`}`;
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
