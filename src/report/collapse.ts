import type { Collapse } from "../train/collapse.js";
import { formatLoss } from "./numbers.js";

/** What has happened to a net that answers the same to everything, and what to do. @param lr the run's highest rate */
export function collapseText({ epoch, meanLoss, testLoss, guessing, keptFraction }: Collapse, lr: number): string {
  const classes = Math.round(Math.exp(guessing));
  const measured = `${formatLoss(meanLoss)} in epoch ${epoch}, ${formatLoss(testLoss)} on the test examples`;
  return (
    "the net has collapsed to the uniform answer: its mean loss is that of guessing, " +
    `ln ${classes} = ${formatLoss(guessing)} (${measured}); ${remedy(keptFraction, lr)}`
  );
}

/** @param kept selected / all examples; where all were selected, the selection is not to blame */
function remedy(kept: number, lr: number): string {
  if (kept < 1) return "keep more of each batch (a smaller ratio), or use the loss ce";
  return `try another learning rate than ${lr}, and check the labels`;
}
