import * as v from "valibot";
import type { EpochDone, EvaluationDone, NoiseFound } from "./events.js";

const finite = v.pipe(v.number("a number"), v.finite("a finite number"));
const atLeastZero = v.pipe(finite, v.minValue(0, "a number >= 0"));
const count = v.pipe(v.number("a count"), v.safeInteger("a count"), v.minValue(0, "a count"));
const word = v.pipe(
  v.number("a 32-bit integer"),
  v.check((value) => value === (value | 0), "a 32-bit integer"),
);
/** State of one xoroshiro128+ generator: four signed 32-bit integers, not all zero. */
const randomState = v.pipe(
  v.array(word, "four integers"),
  v.length(4, "four integers"),
  v.check((words) => words.some((word) => word !== 0), "a generator's state, not only zeros"),
);

const share = v.pipe(v.number("a share"), v.minValue(0, "a share"), v.maxValue(1, "a share"));

const epochDone = v.strictObject({
  type: v.literal("epoch"),
  epoch: count,
  steps: count,
  trainSeconds: atLeastZero,
  examplesPerSecond: atLeastZero,
  meanLoss: finite,
  objective: finite,
  trainAccuracy: share,
  keptFraction: share,
  scheduledFraction: v.optional(share),
  lr: v.optional(atLeastZero),
  forwardExamples: count,
  backwardExamples: count,
  forwardSeconds: atLeastZero,
  backwardSeconds: atLeastZero,
  savedSeconds: v.optional(atLeastZero),
}) satisfies v.GenericSchema<unknown, EpochDone>;

const evaluationDone = v.strictObject({
  type: v.literal("evaluation"),
  epoch: count,
  steps: count,
  testAccuracy: share,
  balancedAccuracy: v.optional(share),
  testLoss: finite,
  correct: count,
  examples: count,
  seconds: atLeastZero,
}) satisfies v.GenericSchema<unknown, EvaluationDone>;

const noiseFound = v.strictObject({
  type: v.literal("noise"),
  epoch: count,
  steps: count,
  repeated: count,
  examples: count,
  keptFraction: share,
  ofSelected: share,
}) satisfies v.GenericSchema<unknown, NoiseFound>;

/**
 * The training loop's place between two steps. With the engine's state, the ledger and the loss's arrays it is all
 * that a run needs to continue to the same bits. The schema reads it back from a checkpoint; every number in it is
 * finite, because JSON has no others.
 */
export const loopStateSchema = v.strictObject({
  /** the epoch under way, from 0; the number of epochs when all are done */
  epoch: count,
  /** batches done in that epoch */
  batch: count,
  /** steps done since the run began */
  step: count,
  /** state of the generator that shuffles, before this epoch's order was drawn */
  shuffle: randomState,
  /** state of the generator that losses draw from, now */
  lossRandom: randomState,
  /** of the epoch before */
  trainAccuracy: v.optional(share),
  /** over the batches of the epoch so far */
  sums: v.strictObject({
    examples: count,
    /** of per-example losses */
    loss: finite,
    /** of objective * batch size */
    objective: finite,
    correct: count,
    selected: count,
    /** predicted as the same other class as in the epoch before; not in checkpoints of early versions */
    repeated: v.optional(count, 0),
    /** of these, selected */
    repeatedSelected: v.optional(count, 0),
    forwardSeconds: atLeastZero,
    backwardSeconds: atLeastZero,
    /** the two above, the loss between them, and the shuffle */
    trainSeconds: atLeastZero,
  }),
  /** the epochs done so far, and the evaluations */
  epochs: v.array(epochDone),
  evaluations: v.array(evaluationDone),
  /** undefined: none was found yet */
  noise: v.optional(noiseFound),
});

/** Changed in place by the loop. */
export type LoopState = v.InferOutput<typeof loopStateSchema>;

export function emptySums(): LoopState["sums"] {
  return {
    examples: 0,
    loss: 0,
    objective: 0,
    correct: 0,
    selected: 0,
    repeated: 0,
    repeatedSelected: 0,
    forwardSeconds: 0,
    backwardSeconds: 0,
    trainSeconds: 0,
  };
}
