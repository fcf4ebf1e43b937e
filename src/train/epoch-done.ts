import type { EpochSums } from "./epoch-sums.js";
import type { EpochDone } from "./events.js";
import type { LoopState } from "./state.js";

/**
 * What one epoch did.
 * @param batches of the epoch
 * @param updateSeconds of an update when nothing is selected; undefined: not measured, because nothing was skipped
 */
export function epochDone(
  { epoch, step: steps, sums }: Pick<LoopState, "epoch" | "step" | "sums">,
  batches: number,
  scheduledFraction: number | undefined,
  updateSeconds: number | undefined,
): EpochDone {
  return {
    type: "epoch",
    epoch,
    steps,
    trainSeconds: sums.trainSeconds,
    examplesPerSecond: sums.examples / Math.max(sums.trainSeconds, Number.EPSILON),
    meanLoss: sums.loss / sums.examples,
    objective: sums.objective / sums.examples,
    trainAccuracy: sums.correct / sums.examples,
    keptFraction: sums.selected / sums.examples,
    scheduledFraction,
    forwardExamples: sums.examples,
    backwardExamples: sums.selected,
    forwardSeconds: sums.forwardSeconds,
    backwardSeconds: sums.backwardSeconds,
    savedSeconds: savedSeconds(sums, batches, updateSeconds),
  };
}

/** Skipped examples times what the backward pass of an example cost in this epoch, Adam's part taken off. */
function savedSeconds(sums: EpochSums, batches: number, updateSeconds: number | undefined): number | undefined {
  if (updateSeconds === undefined) return 0;
  if (sums.selected === 0) return undefined;
  const backward = Math.max(0, sums.backwardSeconds - batches * updateSeconds);
  return ((sums.examples - sums.selected) * backward) / sums.selected;
}
