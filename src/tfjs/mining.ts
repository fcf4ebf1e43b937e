import { RunError } from "../errors/errors.js";
import { applyLoss } from "../losses/apply-loss.js";
import type { Loss, TrainingState } from "../losses/loss.js";

/** A loss's result for one batch. Each prediction is an example; in dense prediction, each pixel. */
export interface Mined {
  readonly objective: number;
  /** [predictions] per-example losses, nats; 0 where the label is ignored, or the example has weight 0 */
  readonly losses: Float32Array;
  /** [predictions] d objective / d losses; 0 where the example is skipped or its label ignored */
  readonly weights: Float32Array;
}

/**
 * @param counts [predictions] 1 for a prediction that is an example, 0 for an ignored one; undefined: all are
 * @throws RunError for a loss that is not finite, and for a `Loss` that breaks its contract
 */
export function mine(loss: Loss, state: TrainingState, losses: Float32Array, counts: Uint8Array | undefined): Mined {
  losses.forEach((value, row) => {
    if (!Number.isFinite(value)) throw new RunError(`the loss of prediction ${row} in this batch is ${value}`);
  });
  const weights = new Float32Array(losses.length);
  const examples = counts === undefined ? losses : losses.filter((_, row) => counts[row] === 1);
  if (examples.length === 0) return { objective: 0, losses, weights };
  const exampleWeights = counts === undefined ? weights : new Float32Array(examples.length);
  const objective = applyLoss(loss, examples, exampleWeights, state);
  state.step++;
  if (counts !== undefined) {
    let example = 0;
    for (let row = 0; row < weights.length; row++) if (counts[row] === 1) weights[row] = exampleWeights[example++];
  }
  return { objective, losses, weights };
}
