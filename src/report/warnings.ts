import { findCollapse, tolerance } from "../train/collapse.js";
import type { EpochDone, NoiseFound, RunStarted } from "../train/events.js";
import { collapseText } from "./collapse.js";
import { suspectsCommand } from "./commands.js";
import { fewKept } from "./few-kept.js";
import { formatCount, formatCountOf, formatLoss, formatPercent } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import { type Environment, type Output, styled } from "./terminal.js";

/** The first steps of any training are near the loss of guessing, above it too. */
const leastSteps = 100;
/** So many times the loss of guessing is no start: the training has diverged. */
const diverged = 10;

/** Says on stderr what goes wrong in a run that completes all the same. */
export function warnings(stderr: Output, env?: Environment): Reporter {
  let run: RunStarted;
  let epochs: readonly EpochDone[] = [];
  let isHigh = false;
  let collapsed = false;
  const warn = (text: string) => stderr.write(`${styled("warning", "ohem: warning:", stderr, env)} ${text}\n`);
  return {
    run(event) {
      run = event;
      const { labelGap } = event.data;
      if (labelGap !== undefined) warn(`${labelGap}; check the training labels`);
      const few = fewKept({ ...event, name: event.loss });
      if (few !== undefined) warn(few);
    },
    epoch(event) {
      epochs = [event];
      const { epoch, steps, meanLoss, objective } = event;
      const ofGuessing = Math.log(run.data.classes);
      if (isHigh || meanLoss <= (steps < leastSteps ? diverged * ofGuessing : ofGuessing + tolerance)) return;
      // A loss that leaves out the hardest examples does well, whatever becomes of these.
      if (objective <= ofGuessing) return;
      isHigh = true;
      warn(
        `the mean loss of epoch ${epoch} is ${formatLoss(meanLoss)}, above the ${formatLoss(ofGuessing)} ` +
          `of guessing; try a smaller learning rate than ${run.lr}`,
      );
    },
    evaluation(event) {
      const collapse = collapsed ? undefined : findCollapse(run.data.classes, epochs, event);
      if (collapse === undefined) return;
      collapsed = true;
      warn(collapseText(collapse, run.lr));
    },
    noise: (event) => warn(noiseWarning(event, run)),
    finished({ epochs, latestProblem }) {
      const empty = epochs.filter(({ backwardExamples }) => backwardExamples === 0).length;
      if (empty > 0) warn(`${run.loss} selected no example in ${empty} of ${formatCountOf(epochs.length, "epoch")}`);
      if (latestProblem === undefined) return;
      warn(`the run is complete, but runs/latest may not name it: ${latestProblem}`);
    },
  };
}

function noiseWarning({ epoch, repeated, examples, ofSelected }: NoiseFound, { loss, folder }: RunStarted): string {
  const share = repeated / examples;
  const look = folder === undefined ? "" : `look at them: ${suspectsCommand(folder)}; `;
  return (
    `${formatCount(repeated)} of ${formatCountOf(examples, "training example")} (${formatPercent(share, 1)}) were ` +
    `predicted as the same other class in epochs ${epoch - 1} and ${epoch}: their labels may be wrong, ` +
    `or two classes may share them. They are ${formatPercent(ofSelected, 0)} of what ${loss} selects, ` +
    `so it may end below plain cross-entropy, which learns from all the others too; ${look}` +
    "try the loss ce, a smaller ratio, or, if labels are wrong, small-loss, which leaves out the hardest"
  );
}
