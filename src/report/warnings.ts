import type { Output, Reporter } from "./reporter.js";

/** Says on stderr what went wrong beside a run that came to its end all the same. */
export function warnings(stderr: Output): Reporter {
  return {
    handle(event) {
      if (event.type !== "finished" || event.latestProblem === undefined) return;
      stderr.write(`ohem: warning: the run is complete, but runs/latest may not name it: ${event.latestProblem}\n`);
    },
    close() {},
  };
}
