import type { Exploratory } from "./exploratory/exploratory.js";
import type { Origin } from "./origin.js";
import type { RuleName } from "./statistics/rule.js";

export const metrics = ["accuracy", "balanced-accuracy"] as const;
/** What is compared: the share of right predictions, or the mean recall of the classes. */
export type Metric = (typeof metrics)[number];

/**
 * What a comparison says: `comparison.json`, and what `--json` prints. Plain JSON with stable names; accuracies,
 * differences and the margin are shares (0.001 is 0.1 points), contestants are named as they were given.
 */
export interface Comparison {
  /** what was trained; null for trials without their plan, and where an early version did not record it */
  readonly origin: Origin | null;
  readonly baseline: string;
  /** the one figure that is judged: of the test set, after the last epoch */
  readonly metric: Metric;
  readonly epochs: number;
  /** those with a trial of every contestant, ascending; `values` are in this order */
  readonly seeds: readonly number[];
  /** the most that the share of comparisons with any false claim may be, over all pairs and all looks */
  readonly alpha: number;
  readonly margin: number;
  /** trials of the plan that were not there: above 0 the verdict is partial, from the seeds that are complete */
  readonly missingTrials: number;
  /** at how many seeds a verdict was reached, by which rule; the last is this one */
  readonly looks: readonly Look[];
  /** the baseline first */
  readonly contestants: readonly ContestantVerdict[];
  /** pairs other than with the baseline: a contestant that skips examples against its control */
  readonly against: readonly PairVerdict[];
  /**
   * The cheapest contestant that is shown to be better, or that costs less than the baseline, is shown within the
   * margin and not shown to be worse; where there is none, the baseline.
   */
  readonly recommended: string;
  /** other axes; outside the family of tests, so that they suggest and never show */
  readonly exploratory: Exploratory;
}

/** One look at a comparison whose number of seeds is open. */
export interface Look {
  /** how many */
  readonly seeds: number;
  /** sequential: the rule that stays valid however often and for whatever reason one looks again */
  readonly rule: RuleName;
}

/** What may be said of a difference: `not-shown` is never the same as `equivalent`. */
export type Verdict = "better" | "worse" | "equivalent" | "not-shown" | "identical";

/** Figures of the differences contestant - reference, paired by seed. */
export interface PairFigures {
  /** mean */
  readonly difference: number;
  /** of the mean difference, at confidence 1 - alpha, of it alone; null where so few seeds bound nothing */
  readonly interval: readonly [number, number] | null;
  /** two-sided, of "no difference"; null for identical trainings, which need no test */
  readonly p: number | null;
  /**
   * after Holm, over p and equivalenceP of all pairs of the comparison, and over its looks: of those that were fixed in
   * advance divided by 0.8, of those after such a look by 0.2
   */
  readonly pHolm: number | null;
  /** of "a difference of the margin or more"; null for identical trainings */
  readonly equivalenceP: number | null;
  readonly equivalencePHolm: number | null;
  /** of the exact sign-flip test, beside p; null below 6 and above 40 seeds */
  readonly signFlipP: number | null;
  /** seeds in which the contestant has the higher, the lower, the same figure */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /**
   * better, worse: pHolm <= alpha; else equivalent: withinMargin; else not-shown, which never means "the same".
   * identical: the same predictions and loss in every seed
   */
  readonly verdict: Verdict;
  /** a difference of the margin or more is ruled out: equivalencePHolm <= alpha; holds beside better and worse, too */
  readonly withinMargin: boolean;
  /** the difference that so many seeds show with power 0.8, at their spread; null: none below 1 */
  readonly smallestDetectable: number | null;
}

/** Two contestants compared, seed by seed. */
export interface PairVerdict extends PairFigures {
  readonly name: string;
  /** the reference */
  readonly against: string;
}

type BaselineFigures = { readonly [Key in keyof PairFigures]: PairFigures[Key] | null };

/** A contestant against the baseline. The baseline has null for all that compares it with itself. */
export interface ContestantVerdict extends BaselineFigures {
  readonly name: string;
  /** control: random selection of as many examples */
  readonly role: "baseline" | "contestant" | "control";
  /** of `values` */
  readonly mean: number;
  /** [seeds] */
  readonly values: readonly number[];
  /** selected examples / all examples, over all seeds */
  readonly backwardShare: number;
  /** counted work x measured costs, relative to the baseline; null where every seed of one of them diverged */
  readonly relativeTime: number | null;
  /** trainings that diverged; they count as they ended */
  readonly diverged: number;
  /** trainings that had collapsed to the uniform answer at their end: their mean loss was that of guessing */
  readonly collapsed: number;
}
