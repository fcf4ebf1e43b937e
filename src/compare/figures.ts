import { canonicalJson } from "./canonical-json.js";
import type { Trial } from "./trial.js";

/**
 * Equal for two trainings of the same trial, wherever they ran: all but its timings, who made it, and the number of
 * classes, which its data determine and early versions did not record.
 */
export function figuresOf({ timings: _, ohem: __, data: { classes: ___, ...data }, ...figures }: Trial): string {
  return canonicalJson({ ...figures, data });
}

/** Of copies of the same trial, whatever their order, always the same one. */
export function chosenCopy(copies: readonly Trial[]): Trial {
  if (copies.length === 1) return copies[0];
  const inOrder = copies.map((trial) => ({ trial, text: canonicalJson(trial) }));
  return inOrder.sort((a, b) => (a.text < b.text ? -1 : 1))[0].trial;
}
