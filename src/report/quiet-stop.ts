import { resumeCommand } from "./commands.js";
import { formatCountOf } from "./numbers.js";
import type { Output, Reporter } from "./reporter.js";

/** One line for a run that was stopped before its end and says nothing else: where to go on. */
export function quietStop(stderr: Output): Reporter {
  let folder: string | undefined;
  return {
    handle(event) {
      if (event.type === "run") folder = event.folder;
      if (event.type !== "finished" || event.complete) return;
      const next = folder === undefined ? "" : `; to go on: ${resumeCommand(folder)}`;
      stderr.write(`ohem: stopped after ${formatCountOf(event.steps, "step")}${next}\n`);
    },
    close() {},
  };
}
