import { RunError } from "../errors.js";

/** @throws RunError when the accuracy is below the gate */
export function requireAccuracy(accuracy: number, least: number | undefined): void {
  if (least !== undefined && accuracy < least) {
    throw new RunError(`test accuracy ${accuracy} is below --min-accuracy ${least}`);
  }
}
