import type { EpochDone } from "./events.js";
import type { LoopState } from "./state.js";

/**
 * Sums up the epoch under way, after its last step.
 * @param inForce what schedules had put in force at the end
 * @param updateSeconds of an update when nothing is selected; undefined: not measured, because nothing was skipped
 */
export function epochDone(
  { epoch, step: steps, sums }: LoopState,
  batches: number,
  inForce: Pick<EpochDone, "scheduledFraction" | "lr">,
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
    ...inForce,
    forwardExamples: sums.examples,
    backwardExamples: sums.selected,
    forwardSeconds: sums.forwardSeconds,
    backwardSeconds: sums.backwardSeconds,
    savedSeconds: savedSeconds(sums, batches, updateSeconds),
  };
}

/** Skipped examples times the measured cost of one backward pass, without Adam. */
function savedSeconds(
  { examples, selected, backwardSeconds }: LoopState["sums"],
  batches: number,
  updateSeconds: number | undefined,
): number | undefined {
  if (updateSeconds === undefined) return 0;
  if (selected === 0) return undefined;
  return ((examples - selected) * Math.max(0, backwardSeconds - batches * updateSeconds)) / selected;
}
