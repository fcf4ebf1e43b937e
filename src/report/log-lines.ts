import type { StepDone } from "../train/events.js";
import { formatLoss } from "./numbers.js";
import type { Output, Reporter } from "./reporter.js";

/** Writes a line at the batches 0, interval, 2 interval, ... of every epoch. */
export function logLines(stdout: Output, interval: number): Reporter {
  return {
    handle(event) {
      if (event.type === "step" && event.batch % interval === 0) stdout.write(trainLine(event));
    },
    close() {},
  };
}

function trainLine({ epoch, seen, epochExamples, batch, batches, objective }: StepDone): string {
  const percent = Math.round((100 * batch) / batches);
  return `Train Epoch: ${epoch} [${seen}/${epochExamples} (${percent}%)]\tLoss: ${formatLoss(objective, 6)}\n`;
}
