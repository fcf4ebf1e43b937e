import type { Comparison } from "../../../compare/comparison.js";
import { secondsAt } from "../../../compare/costs.js";
import { type Entry, metricOf } from "../../../compare/entries.js";
import { spreadOf } from "../../../compare/statistics/spread.js";
import { tInterval } from "../../../compare/statistics/t-test.js";
import type { CurvePoint, Trial } from "../../../compare/trial.js";

/** A contestant after some epochs: the judged figure over the seeds, and the mean work that it took. */
export interface MeanPoint {
  readonly epoch: number;
  readonly backwardExamples: number;
  /** counted work at the measured costs */
  readonly seconds: number;
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
  /** from the baseline, paired by seed; 0 for itself */
  readonly difference: number;
  /** of the mean difference at this epoch alone */
  readonly interval: readonly [number, number];
}

export interface MeanCurve {
  readonly name: string;
  readonly points: readonly MeanPoint[];
}

/** More cannot be told apart in a plot. */
const mostPoints = 50;

/** At the epochs that the trainings were evaluated after. One that diverged counts as it ended from there on. */
export function meanCurves(entries: readonly Entry[], { metric, alpha, exploratory }: Comparison): MeanCurve[] {
  const epochs = thinned(evaluatedEpochs(entries));
  const valuesAt = ({ trials }: Entry, epoch: number) => trials.map((trial) => metricOf(pointAt(trial, epoch), metric));
  return entries.map((entry) => {
    const points = epochs.flatMap((epoch): MeanPoint[] => {
      const values = valuesAt(entry, epoch).filter((value) => value !== null);
      const reference = valuesAt(entries[0], epoch).filter((value) => value !== null);
      const { length } = entry.trials;
      if (values.length < length || reference.length < length) return [];
      const work = workAt(entry, epoch);
      const spread = spreadOf(values.map((value, seed) => value - reference[seed]));
      return [
        {
          epoch,
          backwardExamples: mean(work.map(({ backwardExamples }) => backwardExamples)),
          seconds: mean(work.map((point) => secondsAt(point, exploratory.costs))),
          mean: mean(values),
          lowest: Math.min(...values),
          highest: Math.max(...values),
          difference: spread.mean,
          interval: tInterval(spread, 1 - alpha),
        },
      ];
    });
    return { name: entry.name, points };
  });
}

/** Those of trainings that reached their end; where none did, of all. */
function evaluatedEpochs(entries: readonly Entry[]): readonly number[] {
  const trials = entries.flatMap((entry) => entry.trials);
  const whole = trials.filter(({ diverged }) => diverged === null);
  const epochs = (whole.length > 0 ? whole : trials).flatMap(({ curve }) => curve.map(({ epoch }) => epoch));
  return [...new Set(epochs)].sort((a, b) => a - b);
}

function thinned(epochs: readonly number[]): readonly number[] {
  const step = Math.ceil(epochs.length / mostPoints);
  return epochs.filter((_, index) => (epochs.length - 1 - index) % step === 0);
}

/** The last point up to an epoch; before its first, that one. */
function pointAt({ curve }: Trial, epoch: number): CurvePoint {
  return curve.findLast((point) => point.epoch <= epoch) ?? curve[0];
}

/** Of the seeds that trained so long; where none did, of all as they ended. */
function workAt({ trials }: Entry, epoch: number): CurvePoint[] {
  const there = trials.map((trial) => pointAt(trial, epoch));
  const reached = there.filter((point) => point.epoch === epoch);
  return reached.length > 0 ? reached : there;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
