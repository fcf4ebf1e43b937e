import * as z from "zod";
import type { EpochDone, EvaluationDone } from "./events.js";

const finite = z.number();
const seconds = z.number().nonnegative();
const count = z.number().int().nonnegative();
/** State of one xoroshiro128+ generator: four signed 32-bit integers, not all zero. */
const randomState = z
  .array(z.int32())
  .length(4)
  .refine((words) => words.some((word) => word !== 0), "a generator's state, not zeros alone");

const share = z.number().min(0).max(1);

const epochDone = z.strictObject({
  type: z.literal("epoch"),
  epoch: count,
  steps: count,
  trainSeconds: seconds,
  examplesPerSecond: z.number().nonnegative(),
  meanLoss: finite,
  objective: finite,
  trainAccuracy: share,
  keptFraction: share,
  scheduledFraction: share.optional(),
  forwardExamples: count,
  backwardExamples: count,
  forwardSeconds: seconds,
  backwardSeconds: seconds,
  savedSeconds: seconds.optional(),
}) satisfies z.ZodType<EpochDone>;

const evaluationDone = z.strictObject({
  type: z.literal("evaluation"),
  epoch: count,
  steps: count,
  testAccuracy: share,
  testLoss: finite,
  correct: count,
  examples: count,
  seconds: seconds,
}) satisfies z.ZodType<EvaluationDone>;

/**
 * Where the training loop stands between two steps: with the engine's state and the loss's arrays, all that a run needs to go on to the same bits.
 * The schema reads it back from a checkpoint; JSON has no NaN and no infinity, so every number in it is finite.
 */
export const loopStateSchema = z.strictObject({
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
  trainAccuracy: share.optional(),
  sums: z.strictObject({
    examples: count,
    loss: finite,
    objective: finite,
    correct: count,
    selected: count,
    forwardSeconds: seconds,
    backwardSeconds: seconds,
    trainSeconds: seconds,
  }),
  /** the epochs done so far, and the evaluations */
  epochs: z.array(epochDone),
  evaluations: z.array(evaluationDone),
});

/** The loop moves it on in place. */
export type LoopState = z.infer<typeof loopStateSchema>;
