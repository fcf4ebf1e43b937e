import { isCollapsed } from "../train/collapse.js";
import type { Trial } from "./trial.js";

/** Early versions did not record the number of classes; all sets that they knew by name had ten. */
const classesOfKnown = 10;

/** Whether a training had collapsed to the uniform answer at its end, as `isCollapsed` says. */
export function hasCollapsed({ data, curve }: Pick<Trial, "data" | "curve">): boolean {
  const classes = data.classes ?? (data.name === null ? undefined : classesOfKnown);
  return classes !== undefined && isCollapsed(classes, curve.at(-1)!);
}
