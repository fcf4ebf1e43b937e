import { findCollapse } from "./collapse.js";
import type { EpochDone, RunFinished } from "./events.js";
import type { LoopState } from "./state.js";

/** Sums up a run that ends here. @param epochs that it should have */
export function runFinished(
  state: LoopState,
  epochs: number,
  classes: number,
  latestProblem: string | undefined,
): RunFinished {
  const { step: steps, sums, evaluations, noise } = state;
  const total = (start: number, of: (epoch: EpochDone) => number) =>
    state.epochs.reduce((sum, epoch) => sum + of(epoch), start);
  return {
    type: "finished",
    complete: state.epoch === epochs,
    steps,
    epochs: [...state.epochs],
    evaluations: [...evaluations],
    forwardExamples: total(sums.examples, (epoch) => epoch.forwardExamples),
    backwardExamples: total(sums.selected, (epoch) => epoch.backwardExamples),
    savedSeconds: total(0, (epoch) => epoch.savedSeconds ?? 0),
    trainSeconds: total(sums.trainSeconds, (epoch) => epoch.trainSeconds),
    testAccuracy: evaluations.at(-1)?.testAccuracy,
    testLoss: evaluations.at(-1)?.testLoss,
    balancedAccuracy: evaluations.at(-1)?.balancedAccuracy,
    noise,
    collapse: findCollapse(classes, state.epochs, evaluations.at(-1)),
    latestProblem,
  };
}
