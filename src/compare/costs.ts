import { canonicalJson } from "./canonical-json.js";
import { groupBy } from "./group-by.js";
import type { CurvePoint, Trial } from "./trial.js";

/** Seconds of the parts of a training on one machine. */
export interface Costs {
  readonly cpu: string;
  /** trials that were timed there */
  readonly trials: number;
  /** of an example */
  readonly forward: number;
  /** of a selected example */
  readonly backward: number;
  /** of a step */
  readonly update: number;
}

/**
 * The medians over the trials of one machine, the one with the most. What a training takes is its counted work times
 * these: seconds of different machines are never compared, nor is what else a machine did in the meantime.
 */
export function costsOf(trials: readonly Trial[]): Costs {
  const machines = groupBy(trials, ({ timings: { host, cpu, threads } }) => canonicalJson([cpu, host, threads]));
  const [first] = [...machines].sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1));
  const timed = first[1].map(({ timings }) => timings);
  const backward = timed.map(({ backwardSeconds }) => backwardSeconds).filter((seconds) => seconds !== null);
  return {
    cpu: timed[0].cpu,
    trials: timed.length,
    forward: median(timed.map(({ forwardSeconds }) => forwardSeconds)),
    backward: backward.length === 0 ? 0 : median(backward),
    update: median(timed.map(({ updateSeconds }) => updateSeconds)),
  };
}

export function secondsAt(
  { forwardExamples, backwardExamples, steps }: Pick<CurvePoint, "forwardExamples" | "backwardExamples" | "steps">,
  { forward, backward, update }: Costs,
): number {
  return forwardExamples * forward + backwardExamples * backward + steps * update;
}

/** Infinity takes part: half of the values that are infinite make an infinite median. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
