import { RunError } from "../errors/errors.js";
import type { Loss, TrainingState } from "../losses/loss.js";

/** What a loss made of the predictions of a batch. A prediction is an example; in dense prediction every pixel is one. */
export interface Mined {
  readonly objective: number;
  /** [predictions], nats; 0 where the label is ignored */
  readonly losses: Float32Array;
  /** [predictions] d objective / d losses; 0: skipped, or ignored */
  readonly weights: Float32Array;
}

/**
 * @param counts which predictions are examples; the loss sees no others. undefined: all of them
 * @throws RunError for a loss that is not finite
 */
export function mine(loss: Loss, state: TrainingState, losses: Float32Array, counts: Uint8Array | undefined): Mined {
  losses.forEach((value, row) => {
    if (!Number.isFinite(value)) throw new RunError(`the loss of prediction ${row} in this batch is ${value}`);
  });
  const weights = new Float32Array(losses.length);
  const examples = counts === undefined ? losses : losses.filter((_, row) => counts[row] === 1);
  if (examples.length === 0) return { objective: 0, losses, weights };
  const gradient = counts === undefined ? weights : new Float32Array(examples.length);
  const objective = loss.apply(examples, gradient, state);
  state.step++;
  if (counts !== undefined) {
    let example = 0;
    for (let row = 0; row < weights.length; row++) if (counts[row] === 1) weights[row] = gradient[example++];
  }
  return { objective, losses, weights };
}
