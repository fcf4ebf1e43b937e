import { changesRate } from "../../train/learning-rate.js";
import { type Entry, metricOf } from "../entries.js";
import { spreadOf } from "../statistics/spread.js";
import type { CurvePoint } from "../trial.js";
import type { ExploratoryOptions } from "./exploratory.js";

/** A contestant and the baseline at an equal budget: in each seed the smaller of what the two trainings took. */
export interface BudgetFigures {
  /** mean epochs that the budget is enough for */
  readonly epochs: number;
  readonly baselineEpochs: number;
  readonly mean: number;
  readonly baselineMean: number;
  readonly difference: number;
  /** null where so few seeds bound nothing */
  readonly interval: readonly [number, number] | null;
  /** those whose curves begin within the budget */
  readonly seeds: number;
}

/** A learning rate that is spread over the whole run is another one in a shorter run. */
export function whyNoBudget({ settings: { lrSchedule } }: Entry): string | null {
  if (!changesRate(lrSchedule)) return null;
  return `a ${lrSchedule} learning rate depends on the length of the run, so a smaller budget takes a run of its own`;
}

/** Why `budgetFigures` may find nothing on curves whose learning rate is constant. */
export const budgetBeforeCurve =
  "the smaller budget ends before the first evaluation of the other training; evaluate more often (--curve)";

/** @returns null where fewer than two seeds can be read off the curves */
export function budgetFigures(
  entry: Entry,
  baseline: Entry,
  amountOf: (point: CurvePoint) => number,
  { metric, alpha, rule }: Pick<ExploratoryOptions, "metric" | "alpha" | "rule">,
): BudgetFigures | null {
  const found = entry.trials.flatMap(({ curve }, seed) => {
    const other = baseline.trials[seed].curve;
    const budget = Math.min(amountOf(curve.at(-1)!), amountOf(other.at(-1)!));
    const at = (points: readonly CurvePoint[]) => ({
      value: curveAt(points, amountOf, budget, (point) => metricOf(point, metric)),
      epoch: curveAt(points, amountOf, budget, ({ epoch }) => epoch),
    });
    const [own, reference] = [at(curve), at(other)];
    if (own.value === null || own.epoch === null || reference.value === null || reference.epoch === null) return [];
    return [{ value: own.value, epoch: own.epoch, baseline: reference.value, baselineEpoch: reference.epoch }];
  });
  if (found.length < 2) return null;
  const mean = (of: (seed: (typeof found)[number]) => number) =>
    found.reduce((sum, s) => sum + of(s), 0) / found.length;
  const spread = spreadOf(found.map((seed) => seed.value - seed.baseline));
  return {
    epochs: mean(({ epoch }) => epoch),
    baselineEpochs: mean(({ baselineEpoch }) => baselineEpoch),
    mean: mean(({ value }) => value),
    baselineMean: mean((seed) => seed.baseline),
    difference: spread.mean,
    interval: rule.interval(spread, 1 - alpha) ?? null,
    seeds: found.length,
  };
}

/** On straight lines between the points of the curve. @returns null before its first point, and where a value lacks */
function curveAt(
  curve: readonly CurvePoint[],
  amountOf: (point: CurvePoint) => number,
  amount: number,
  figureOf: (point: CurvePoint) => number | null,
): number | null {
  const next = curve.findIndex((point) => amountOf(point) >= amount);
  if (next < 0) return null;
  const [to, toValue] = [amountOf(curve[next]), figureOf(curve[next])];
  if (to === amount || toValue === null) return toValue;
  if (next === 0) return null;
  const [from, fromValue] = [amountOf(curve[next - 1]), figureOf(curve[next - 1])];
  return fromValue === null ? null : fromValue + ((toValue - fromValue) * (amount - from)) / (to - from);
}
