import type { EvaluationDone, StepDone } from "../train/events.js";
import { formatAccuracy, formatLoss } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import type { Output } from "./terminal.js";

/**
 * Writes a line at the batches 0, interval, 2 interval, ... of every epoch.
 * @param evaluations also one of another form for every evaluation, the last epoch's included
 */
export function logLines(stdout: Output, interval: number, evaluations: boolean): Reporter {
  return {
    step(event) {
      if (event.batch % interval === 0) stdout.write(trainLine(event));
    },
    evaluation(event) {
      if (evaluations) stdout.write(testLine(event));
    },
  };
}

function trainLine({ epoch, seen, epochExamples, batch, batches, objective }: StepDone): string {
  const percent = Math.round((100 * batch) / batches);
  return `Train Epoch: ${epoch} [${seen}/${epochExamples} (${percent}%)]\tLoss: ${formatLoss(objective, 6)}\n`;
}

function testLine({ epoch, testAccuracy, testLoss }: EvaluationDone): string {
  return `Test Epoch: ${epoch}\tAccuracy: ${formatAccuracy(testAccuracy)}\tLoss: ${formatLoss(testLoss, 6)}\n`;
}
