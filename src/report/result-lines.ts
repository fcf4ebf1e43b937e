import type { EvaluationDone } from "../train/events.js";
import { formatAccuracy, formatLoss } from "./numbers.js";
import type { Output, Reporter } from "./reporter.js";

/**
 * Writes the result as the last line of a run that came to its end. @param curve also writes a line of another form for every evaluation before the last
 * epoch's
 */
export function resultLines(stdout: Output, { curve }: { readonly curve: boolean }): Reporter {
  let epochs = 0;
  return {
    handle(event) {
      if (event.type === "run") epochs = event.epochs;
      if (event.type === "evaluation" && curve && event.epoch < epochs - 1) stdout.write(curveLine(event));
      if (event.type !== "finished" || !event.complete || event.testAccuracy === undefined) return;
      stdout.write(resultLine(event.testAccuracy));
    },
    close() {},
  };
}

/** The line that ends a training and an evaluation alike. */
export function resultLine(testAccuracy: number): string {
  return `Test Accuracy: ${formatAccuracy(testAccuracy)}\n`;
}

function curveLine({ epoch, testAccuracy, testLoss }: EvaluationDone): string {
  return `Test Epoch: ${epoch}\tAccuracy: ${formatAccuracy(testAccuracy)}\tLoss: ${formatLoss(testLoss, 6)}\n`;
}
