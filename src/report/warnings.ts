import { formatCountOf } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import { type Environment, type Output, styled } from "./terminal.js";

/** Says on stderr what went wrong in a run that is complete all the same. */
export function warnings(stderr: Output, env?: Environment): Reporter {
  let loss = "";
  const warn = (text: string) => stderr.write(`${styled("warning", "ohem: warning:", stderr, env)} ${text}\n`);
  return {
    run(event) {
      loss = event.loss;
    },
    finished({ epochs, latestProblem }) {
      const empty = epochs.filter(({ backwardExamples }) => backwardExamples === 0).length;
      if (empty > 0) warn(`${loss} selected no example in ${empty} of ${formatCountOf(epochs.length, "epoch")}`);
      if (latestProblem === undefined) return;
      warn(`the run is complete, but runs/latest may not name it: ${latestProblem}`);
    },
  };
}
