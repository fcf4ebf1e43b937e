import { RunError } from "../../errors/errors.js";
import { accuracyGate } from "../../report/accuracy-gate.js";

/** @throws RunError when the accuracy is below the gate */
export function requireAccuracy(accuracy: number, least: number | undefined): void {
  const gate = accuracyGate(accuracy, least);
  if (gate?.reached === false) throw new RunError(`test accuracy ${accuracy} is below --min-accuracy ${gate.asked}`);
}
