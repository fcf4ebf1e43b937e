import type { Output, Reporter } from "./reporter.js";

/** Says on stderr what went wrong in a run that comes to its end all the same. */
export function warnings(stderr: Output): Reporter {
  let loss = "";
  return {
    handle(event) {
      if (event.type === "run") loss = event.loss;
      if (event.type === "epoch" && event.backwardExamples === 0) {
        stderr.write(`ohem: warning: epoch ${event.epoch}: ${loss} selected no example, so nothing was learned\n`);
      }
      if (event.type !== "finished" || event.latestProblem === undefined) return;
      stderr.write(`ohem: warning: the run is complete, but runs/latest may not name it: ${event.latestProblem}\n`);
    },
    close() {},
  };
}
