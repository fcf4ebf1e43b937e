import { InputError, SettingError } from "../errors/errors.js";
import { didYouMean } from "../errors/nearest-name.js";
import { hasCollapsed } from "./collapsed.js";
import type { Comparison, ContestantVerdict, Look, PairFigures } from "./comparison.js";
import { backwardShare, type Contestant, findContestants } from "./contestants.js";
import { type Costs, costsOf, secondsAt } from "./costs.js";
import { type Entry, toEntries, uniqueTrials, valuesOf } from "./entries.js";
import { explore } from "./exploratory/exploratory.js";
import { judge } from "./judge.js";
import { defaultAlpha, defaultMargin, type RejudgingOptions, requireJudging } from "./judging-options.js";
import { judgingOf, looksWith } from "./looks.js";
import { recommend } from "./recommend.js";
import type { Trial } from "./trial.js";

/** How trials are judged. */
export interface VerdictOptions extends RejudgingOptions {
  /** the plan, its baseline first; undefined: found in the trials, by `findContestants` */
  readonly contestants?: readonly Contestant[] | undefined;
  /** earlier looks at this comparison, as its `looks` has them */
  readonly looks?: readonly Look[] | undefined;
  /** whether more seeds may follow because of what this look shows: the rule for many looks from the first one on */
  readonly untilDecided?: boolean | undefined;
  /** of the plan, for `Comparison.missingTrials`; default 0 */
  readonly missingTrials?: number | undefined;
}

/**
 * What the trials of a comparison show. A pure function: the same trials, in whatever order and from whatever machines,
 * give the same result to the byte (but for what comes from their timings).
 * @throws SettingError for an unknown baseline, a margin or alpha out of range, or a metric that the trials lack;
 * InputError for trials that cannot be compared
 */
export function verdict(given: readonly Trial[], options: VerdictOptions = {}): Comparison {
  const { metric = "accuracy", alpha = defaultAlpha, margin = defaultMargin, missingTrials = 0, target } = options;
  requireJudging(options);
  requireTrials(given);
  const trials = uniqueTrials(given);
  const contestants = options.contestants ?? findContestants(trials);
  const { seeds, entries } = toEntries(trials, baselineFirst(contestants, options.baseline));
  const [baseline, ...others] = entries;
  const values = new Map(entries.map((entry) => [entry, valuesOf(entry, metric)]));

  const controlled = others.flatMap((control) =>
    others.filter(({ name }) => control.controlOf.includes(name)).map((entry) => [entry, control] as const),
  );
  const pairs = [...others.map((entry) => [entry, baseline] as const), ...controlled];
  const looks = looksWith(options.looks ?? [], seeds.length, options);
  const judging = judgingOf({ looks, missingTrials });
  const judged = judge(
    pairs.map(([entry, reference]) => ({
      differences: values.get(entry)!.map((value, i) => value - values.get(reference)![i]),
      identical: entry.trials.every((trial, i) => sameOutcome(trial, reference.trials[i])),
    })),
    { alpha, margin, ...judging },
  );

  const costs = costsOf(entries.flatMap((entry) => entry.trials));
  const verdicts = entries.map((entry, i): ContestantVerdict => {
    const own = values.get(entry)!;
    return {
      name: entry.name,
      role: i === 0 ? "baseline" : entry.controlOf.length > 0 ? "control" : "contestant",
      mean: own.reduce((sum, value) => sum + value, 0) / own.length,
      values: own,
      ...(i === 0 ? ofBaseline : judged[i - 1]),
      backwardShare: backwardShare(entry.trials),
      relativeTime: relativeTime(entry, baseline, costs),
      diverged: entry.trials.filter((trial) => trial.diverged !== null).length,
      collapsed: entry.trials.filter(hasCollapsed).length,
    };
  });
  return {
    origin: null,
    baseline: baseline.name,
    metric,
    epochs: baseline.settings.epochs,
    seeds,
    alpha,
    margin,
    missingTrials,
    looks,
    contestants: verdicts,
    against: controlled.map(([entry, control], i) => ({
      name: entry.name,
      against: control.name,
      ...judged[others.length + i],
    })),
    recommended: recommend(verdicts),
    exploratory: explore(entries, { metric, alpha, target, costs, rule: judging.rule }),
  };
}

/** TypeScript finds it; JavaScript would fail without saying what. */
function requireTrials(given: unknown): void {
  const areTrials = Array.isArray(given) && given.every((trial) => typeof trial?.settings === "object");
  if (!areTrials) throw new InputError("expected a list of trials, as compare yields them and their files hold them");
}

const ofBaseline: { readonly [Key in keyof PairFigures]: null } = {
  difference: null,
  interval: null,
  p: null,
  pHolm: null,
  equivalenceP: null,
  equivalencePHolm: null,
  signFlipP: null,
  wins: null,
  losses: null,
  ties: null,
  verdict: null,
  withinMargin: null,
  smallestDetectable: null,
};

function baselineFirst(contestants: readonly Contestant[], name: string | undefined): readonly Contestant[] {
  if (name === undefined) return contestants;
  const baseline = contestants.find((contestant) => contestant.name === name);
  if (baseline !== undefined) return [baseline, ...contestants.filter((contestant) => contestant !== baseline)];
  const names = contestants.map((contestant) => contestant.name);
  const hint = `${didYouMean(name, names)} (valid: ${names.join(", ")})`;
  throw new SettingError("baseline", `no contestant "${name}"${hint}`);
}

/** Whether two trainings ended alike, as far as trials tell: each prediction's rightness, and the loss to the bit. */
function sameOutcome(one: Trial, other: Trial): boolean {
  return one.correct === other.correct && one.curve.at(-1)!.testLoss === other.curve.at(-1)!.testLoss;
}

/** Over the seeds in which neither diverged: a training that ends early is not a cheap one. */
function relativeTime(entry: Entry, baseline: Entry, costs: Costs): number | null {
  let [own, reference] = [0, 0];
  for (const [i, trial] of entry.trials.entries()) {
    if (trial.diverged !== null || baseline.trials[i].diverged !== null) continue;
    own += secondsAt(trial.curve.at(-1)!, costs);
    reference += secondsAt(baseline.trials[i].curve.at(-1)!, costs);
  }
  return reference > 0 ? own / reference : null;
}
