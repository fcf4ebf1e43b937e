import type { Loss, TrainingState } from "../loss.js";
import { close, type Outcome, outcomeOf } from "./trial.js";

/** How far a loss is moved, relative to itself. */
const step = 2 ** -10;

export interface Slopes {
  /** that could be compared */
  readonly compared: number;
  readonly problem: string | undefined;
}

/**
 * Compares the weights of a few examples with central differences of the objective, where the weights do not jump in
 * between, as they do when the selection changes.
 */
export function compareSlopes(loss: Loss, losses: Float32Array, before: TrainingState, at: Outcome): Slopes {
  let compared = 0;
  const { weights } = at;
  for (const i of new Set([0, losses.length >> 1, losses.length - 1])) {
    if (losses[i] < 1e-3) continue;
    const wide = slopeOf(loss, losses, before, i, step);
    const narrow = slopeOf(loss, losses, before, i, step / 2);
    if (jumps(wide.ends, narrow.ends)) continue;
    compared++;
    // A sum of doubles has an error of its own; the objective's curvature shows in the two slopes.
    const rounding = (1e-13 * Math.abs(at.objective)) / (narrow.width * losses[i]);
    const tolerance = 4 * Math.abs(wide.slope - narrow.slope) + rounding + 1e-12;
    if (close(weights[i], narrow.slope, 1e-5, tolerance)) continue;
    const problem =
      `weights[${i}] is ${weights[i]}, but the objective changes by ${narrow.slope} for each nat of losses[${i}]; ` +
      "expected weights[i] = d objective / d losses[i]";
    return { compared, problem };
  }
  return { compared, problem: undefined };
}

function slopeOf(loss: Loss, losses: Float32Array, before: TrainingState, i: number, relative: number) {
  const moved = [1 + relative, 1 - relative].map((factor) => {
    const copy = Float32Array.from(losses);
    copy[i] *= factor;
    return copy;
  });
  const ends = moved.map((copy) => outcomeOf(loss, copy, before)) as [Outcome, Outcome];
  const [up, down] = ends;
  const width = moved[0][i] - moved[1][i];
  return { slope: (up.objective - down.objective) / width, width: width / losses[i], ends };
}

type Ends = readonly [Outcome, Outcome];

/** Whether a weight changes otherwise than a smooth function, which changes half as much over half the distance. */
function jumps(wide: Ends, narrow: Ends): boolean {
  const [up, down] = wide.map(({ weights }) => weights);
  const [nearUp, nearDown] = narrow.map(({ weights }) => weights);
  let largest = 0;
  for (const weight of up) largest = Math.max(largest, Math.abs(weight));
  return up.some((weight, j) => {
    const change = weight - down[j];
    return !close(nearUp[j] - nearDown[j], change / 2, 0.2, largest * 1e-6);
  });
}
