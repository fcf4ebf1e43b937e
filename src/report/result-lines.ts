import type { EvaluationDone } from "../train/events.js";
import { formatAccuracy, formatLoss } from "./numbers.js";
import type { Output, Reporter } from "./reporter.js";

/**
 * Writes the result as the last line of a run that came to its end. @param curve also writes a line of another form for every evaluation before the last
 * epoch's
 */
export function resultLines(stdout: Output, { curve }: { readonly curve: boolean }): Reporter {
  let epochs = 0;
  let last: EvaluationDone | undefined;
  return {
    handle(event) {
      if (event.type === "run") {
        epochs = event.epochs;
        last = event.resumed?.evaluations.at(-1);
      }
      if (event.type === "evaluation") {
        last = event;
        if (curve && event.epoch < epochs - 1) stdout.write(curveLine(event));
      }
      if (event.type === "finished" && event.complete && last) stdout.write(resultLine(last.testAccuracy));
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
