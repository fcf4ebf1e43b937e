import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";

export interface Axis {
  readonly label: string;
  /** default linear; a log axis leaves out what is not positive */
  readonly scale?: "linear" | "log" | undefined;
  /** how its ticks are written; whole: only at integers */
  readonly ticks?: "percent" | "whole" | undefined;
  /** values that it reaches in any case */
  readonly includes?: readonly number[] | undefined;
}

export type Scale = ScaleContinuousNumeric<number, number>;

export function canShow({ scale }: Axis, value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && (scale !== "log" || value > 0);
}

/**
 * From the values of an axis to its pixels.
 * @param values to be shown; what the axis cannot show is left out
 * @param nice whether it ends at round values
 */
export function scaleFor(axis: Axis, values: readonly number[], range: readonly number[], nice: boolean): Scale {
  const shown = [...values, ...(axis.includes ?? [])].filter((value) => canShow(axis, value));
  const log = axis.scale === "log";
  const scale = (log ? scaleLog() : scaleLinear()).domain(widened(least(shown), most(shown), log)).range(range);
  if (nice && !log) scale.nice(5);
  const [from, to] = scale.domain();
  const isShare = axis.ticks === "percent" && shown.every((value) => value <= 1);
  return isShare ? scale.domain([from, Math.min(1, to)]) : scale;
}

/** Without spreading: a run has very many steps. */
function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

/** On a log axis nothing lies at its ends; a linear one has round ends. */
const air = 0.04;

/** A domain needs some extent, also where nothing can be shown or all is one value. */
function widened(low: number, high: number, log: boolean): [number, number] {
  if (low > high) return log ? [0.1, 1] : [0, 1];
  if (low < high && !log) return [low, high];
  if (log) return low < high ? [low / (high / low) ** air, high * (high / low) ** air] : [low / 2, high * 2];
  const half = Math.abs(low) / 2 || 0.5;
  return [low - half, high + half];
}
