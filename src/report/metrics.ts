import type { Reporter } from "./reporter.js";

/**
 * Turns events into the lines of metrics.jsonl, one JSON object each, as they come. Of the steps, those that have a log line. @param append takes a
 * whole line, its end included
 */
export function metricsLines(append: (line: string) => void, logInterval: number): Reporter {
  return {
    handle(event) {
      if (event.type === "step" && event.batch % logInterval !== 0) return;
      // What was done before a resumption has its own lines already.
      const line = event.type === "run" ? { ...event, resumed: event.resumed?.steps } : event;
      append(`${JSON.stringify(line)}\n`);
    },
    close() {},
  };
}
