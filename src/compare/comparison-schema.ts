import * as v from "valibot";
import { atLeastZero, count, flag, interval, list, number, object, oneOf, share, text } from "../files/json-fields.js";
import { type Comparison, type ContestantVerdict, metrics, type PairVerdict } from "./comparison.js";
import { exploratorySchema } from "./exploratory/schema.js";
import { originSchema } from "./origin-schema.js";

const figures = {
  difference: number("mean of contestant - reference, paired by seed"),
  interval: v.nullable(interval("of that mean, at confidence 1 - alpha, of it alone; null where it has no bounds")),
  p: v.nullable(share("of no difference, two-sided; null for identical trainings")),
  pHolm: v.nullable(share("p after Holm over p and equivalenceP of all pairs, and over all looks")),
  equivalenceP: v.nullable(share("of a difference of the margin or more")),
  equivalencePHolm: v.nullable(share("equivalenceP, adjusted as pHolm is")),
  signFlipP: v.nullable(share("p of the exact sign-flip test; null below 6 and above 40 seeds")),
  wins: count("seeds in which the contestant is higher"),
  losses: count("seeds in which it is lower"),
  ties: count("seeds in which it is the same"),
  verdict: oneOf(
    ["better", "worse", "equivalent", "not-shown", "identical"],
    "better or worse: pHolm <= alpha; equivalent: not these, but withinMargin; not-shown: none of them, which does " +
      "not mean the same; identical: the same predictions in every seed",
  ),
  withinMargin: flag("whether equivalencePHolm <= alpha: a difference of the margin or more is ruled out"),
  smallestDetectable: v.nullable(atLeastZero("difference that so many seeds show with power 0.8; null: none below 1")),
};

const { difference, wins, losses, ties, verdict, withinMargin } = figures;

/** An entry of `contestants`. */
export const contestantSchema = object(
  "a contestant, with its figures against the baseline; the baseline's own are null",
  {
    name: text("its loss, or the file of its settings"),
    role: oneOf(["baseline", "contestant", "control"], "baseline, contestant, or control: random selection of as many"),
    mean: share("of values"),
    values: list("the metric of each seed", share("of a seed")),
    ...figures,
    difference: v.nullable(difference),
    wins: v.nullable(wins),
    losses: v.nullable(losses),
    ties: v.nullable(ties),
    verdict: v.nullable(verdict),
    withinMargin: v.nullable(withinMargin),
    backwardShare: share("selected examples / all, over all seeds"),
    relativeTime: v.nullable(atLeastZero("counted work at measured costs / the baseline's; null: all seeds diverged")),
    diverged: count("trainings that diverged; they count as they ended"),
    collapsed: count("trainings that ended in the uniform answer: their mean loss is that of guessing"),
  },
) satisfies v.GenericSchema<unknown, ContestantVerdict>;

const pair = object("a contestant that skips examples, against its control", {
  name: text("the contestant"),
  against: text("the control"),
  ...figures,
}) satisfies v.GenericSchema<unknown, PairVerdict>;

/** comparison.json, and what `ohem compare --json` prints. Accuracies and differences are shares. */
export const comparisonSchema = v.strictObject({
  origin: v.nullable(originSchema),
  baseline: text("the contestant that the others are held against"),
  metric: oneOf(metrics, "what is judged, of the test set after the last epoch: accuracy or balanced-accuracy"),
  epochs: count("of a training"),
  seeds: list("those that are judged, in the order of all values", count("a seed")),
  alpha: share("the most that the share of comparisons with a false claim may be"),
  margin: share("a difference below it does not matter: 0.001 is 0.1 points"),
  missingTrials: count("of the plan; above 0 the verdict is partial, from the seeds that are complete"),
  looks: list(
    "when a verdict was reached; the last is this one",
    object("a look", {
      seeds: count("how many"),
      rule: oneOf(["fixed", "sequential"], "fixed: their number was known in advance; sequential: for many looks"),
    }),
  ),
  contestants: v.pipe(list("the baseline first", contestantSchema), v.minLength(2)),
  against: list("pairs without the baseline", pair),
  recommended: text(
    "the cheapest that is better, or cheaper than the baseline, within the margin and not worse; else the baseline",
  ),
  exploratory: exploratorySchema,
}) satisfies v.GenericSchema<unknown, Comparison>;
