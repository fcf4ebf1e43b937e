import type { Forward } from "../engine/engine.js";

/** Running sums of one epoch; plain numbers, so that a checkpoint in the middle of an epoch can hold them. */
export interface EpochSums {
  examples: number;
  /** of per-example losses */
  loss: number;
  /** of objective * batch size */
  objective: number;
  correct: number;
  selected: number;
  forwardSeconds: number;
  backwardSeconds: number;
  /** the two above, the loss between them, and the shuffle */
  trainSeconds: number;
}

export function emptySums(): EpochSums {
  return {
    examples: 0,
    loss: 0,
    objective: 0,
    correct: 0,
    selected: 0,
    forwardSeconds: 0,
    backwardSeconds: 0,
    trainSeconds: 0,
  };
}

/** Sum of the batch's per-example losses, in double precision and in order. */
export function sumLosses({ losses }: Forward): number {
  let sum = 0;
  for (let i = 0; i < losses.length; i++) sum += losses[i];
  return sum;
}
