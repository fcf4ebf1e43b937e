import * as v from "valibot";
import type { EpochDone, EvaluationDone } from "./events.js";

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
  v.check((words) => words.some((word) => word !== 0), "a generator's state, not zeros alone"),
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
  testLoss: finite,
  correct: count,
  examples: count,
  seconds: atLeastZero,
}) satisfies v.GenericSchema<unknown, EvaluationDone>;

/**
 * Where the training loop stands between two steps: with the engine's state and the loss's arrays, all that a run needs to go on to the same bits.
 * The schema reads it back from a checkpoint; JSON has no NaN and no infinity, so every number in it is finite.
 */
export const loopStateSchema = v.strictObject({
  /** the epoch under way, from 0; the number of epochs when all are done */
  epoch: count,
  /** batches done in that epoch */
  batch: count,
  /** steps done since the run began */
  step: count,
  /** the generator that shuffles, as it stood before this epoch's order was drawn */
  shuffle: randomState,
  /** the generator that losses draw from, as it stands now */
  lossRandom: randomState,
  /** of the epoch before */
  trainAccuracy: v.optional(share),
  sums: v.strictObject({
    examples: count,
    loss: finite,
    objective: finite,
    correct: count,
    selected: count,
    forwardSeconds: atLeastZero,
    backwardSeconds: atLeastZero,
    trainSeconds: atLeastZero,
  }),
  /** the epochs done so far, and the evaluations */
  epochs: v.array(epochDone),
  evaluations: v.array(evaluationDone),
});

/** The loop moves it on in place. */
export type LoopState = v.InferOutput<typeof loopStateSchema>;
