import type { RunStarted } from "../train/events.js";
import { formatCountOf, formatLoss } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import { type Environment, type Output, styled } from "./terminal.js";

/** The first steps of any training are near the loss of guessing, above it too. */
const leastSteps = 100;

/** Says on stderr what goes wrong in a run that completes all the same. */
export function warnings(stderr: Output, env?: Environment): Reporter {
  let run: RunStarted;
  let collapsed = false;
  const warn = (text: string) => stderr.write(`${styled("warning", "ohem: warning:", stderr, env)} ${text}\n`);
  return {
    run(event) {
      run = event;
      const { labelGap } = event.data;
      if (labelGap !== undefined) warn(`${labelGap}; check the training labels`);
    },
    epoch({ epoch, steps, meanLoss }) {
      const ofGuessing = Math.log(run.data.classes);
      if (collapsed || steps < leastSteps || meanLoss <= ofGuessing) return;
      collapsed = true;
      warn(
        `the mean loss of epoch ${epoch} is ${formatLoss(meanLoss)}, above the ${formatLoss(ofGuessing)} ` +
          `of guessing; try a smaller learning rate than ${run.lr}`,
      );
    },
    finished({ epochs, latestProblem }) {
      const empty = epochs.filter(({ backwardExamples }) => backwardExamples === 0).length;
      if (empty > 0) warn(`${run.loss} selected no example in ${empty} of ${formatCountOf(epochs.length, "epoch")}`);
      if (latestProblem === undefined) return;
      warn(`the run is complete, but runs/latest may not name it: ${latestProblem}`);
    },
  };
}
