import { InputError, SettingError } from "../errors/errors.js";
import type { Metric } from "./comparison.js";
import { type Contestant, contestantKey } from "./contestants.js";
import { chosenCopy, figuresOf } from "./figures.js";
import { groupBy } from "./group-by.js";
import { type CurvePoint, type Trial, trialFileName } from "./trial.js";

/** A contestant with its trials, one a seed, in the same order for all contestants. */
export interface Entry extends Contestant {
  /** [seeds] */
  readonly trials: readonly Trial[];
}

export interface Entries {
  /** those with a trial of every contestant, ascending */
  readonly seeds: readonly number[];
  readonly entries: readonly Entry[];
}

/**
 * Sorts trials by contestant and seed. Trials of other contestants are left out, and seeds that a contestant lacks.
 * @throws InputError where they cannot be compared: other data, arithmetic or engine, other lengths, too few
 */
export function toEntries(trials: readonly Trial[], contestants: readonly Contestant[]): Entries {
  if (contestants.length < 2) {
    throw new InputError(`nothing to compare: expected trials of two contestants or more, got ${contestants.length}`);
  }
  const groups = groupBy(trials, ({ settings }) => contestantKey(settings));
  const found = contestants.map((contestant) => {
    const own = groups.get(contestantKey(contestant.settings)) ?? [];
    return { contestant, bySeed: new Map(own.map((trial) => [trial.settings.seed, trial])) };
  });
  const seeds = [...found[0].bySeed.keys()].filter((seed) => found.every(({ bySeed }) => bySeed.has(seed)));
  if (seeds.length < 2) {
    throw new InputError(`expected at least two seeds with a trial of every contestant, got ${seeds.length}`);
  }
  seeds.sort((a, b) => a - b);
  const entries = found.map(({ contestant, bySeed }) => ({
    ...contestant,
    trials: seeds.map((seed) => bySeed.get(seed)!),
  }));
  requireAlike(entries);
  return { seeds, entries };
}

/** The judged figure of each seed. @throws SettingError where the trials do not have it */
export function valuesOf({ trials, name }: Entry, metric: Metric): number[] {
  return trials.map(({ curve }) => {
    const value = metricOf(curve.at(-1)!, metric);
    if (value !== null) return value;
    const problem = "a class has no test example, so there is no balanced accuracy; choose accuracy";
    throw new SettingError("metric", `${name}: ${problem}`);
  });
}

export function metricOf(point: CurvePoint, metric: Metric): number | null {
  return metric === "accuracy" ? point.testAccuracy : point.balancedAccuracy;
}

/**
 * A trial may be there twice, as a merge leaves it; its timings may differ, nothing else.
 * @throws InputError
 */
export function uniqueTrials(trials: readonly Trial[]): Trial[] {
  return [...groupBy(trials, ({ id }) => id).values()].map((copies) => {
    if (copies.length > 1 && new Set(copies.map(figuresOf)).size > 1) {
      throw new InputError(`${trialFileName(copies[0].id)} is there twice, with different figures`);
    }
    return chosenCopy(copies);
  });
}

function requireAlike(entries: readonly Entry[]): void {
  const all = entries.flatMap(({ trials }) => trials);
  requireSame("engine", all, ({ engine }) => engine);
  requireSame("arithmetic", all, ({ arithmetic }) => arithmetic);
  requireSame("settings.epochs", all, ({ settings }) => settings.epochs);
  // With noise in its labels, say, each seed may have data of its own.
  for (const seed of entries[0].trials.keys()) {
    requireSame(
      "data.sha256",
      entries.map(({ trials }) => trials[seed]),
      ({ data }) => data.sha256,
    );
  }
}

function requireSame(key: string, trials: readonly Trial[], of: (trial: Trial) => string | number): void {
  const other = trials.find((trial) => of(trial) !== of(trials[0]));
  if (other === undefined) return;
  const both = [trials[0], other].map((trial) => `${of(trial)} (${trialFileName(trial.id)})`).join(" and ");
  throw new InputError(`these trials cannot be compared: ${key} is ${both}`);
}
