import type { PairFigures, Verdict } from "./comparison.js";
import type { Judging } from "./looks.js";
import { holm } from "./statistics/holm.js";
import { smallestDetectable } from "./statistics/power.js";
import { signFlipTest } from "./statistics/signs.js";
import { spreadOf } from "./statistics/spread.js";

/** One claim that a comparison may make. */
export interface Pair {
  /** contestant - reference, one a seed */
  readonly differences: readonly number[];
  /** the same trainings, to the bit: no test is needed, and the pair takes none of the family's alpha */
  readonly identical: boolean;
}

export interface Standard extends Judging {
  /** over all pairs and looks of the comparison */
  readonly alpha: number;
  readonly margin: number;
}

/** Below this the exact sign-flip test cannot reach 0.05. */
const leastFlips = 6;

/**
 * The figures of all pairs of a comparison. Their tests are one family: the test for a difference and the two one-sided
 * tests for the margin, of which each pair breaks at most one, since no difference is 0 and the margin at once. Two
 * families, each after Holm, would make up to 7.6% of false claims where some differences are 0 and others the margin.
 * What this look may not spend of alpha is left to other looks.
 */
export function judge(pairs: readonly Pair[], { alpha, margin, rule, share }: Standard): PairFigures[] {
  const spreads = pairs.map(({ differences }) => spreadOf(differences));
  const tested = [...pairs.keys()].filter((i) => !pairs[i].identical);
  const ps = tested.map((i) => [rule.test(spreads[i]), rule.equivalence(spreads[i], margin)]);
  const adjusted = holm(ps.map((both) => both.map((p) => p / share)));
  return pairs.map(({ differences, identical }, i) => {
    const [spread, at] = [spreads[i], tested.indexOf(i)];
    const [p, equivalenceP] = identical ? [null, null] : ps[at];
    const [pHolm, equivalencePHolm] = identical ? [null, null] : adjusted[at];
    const withinMargin = equivalencePHolm === null || equivalencePHolm <= alpha;
    const detectable = smallestDetectable(spread, share * alpha, Math.max(1, tested.length), rule);
    return {
      difference: spread.mean,
      interval: rule.interval(spread, 1 - alpha) ?? null,
      p,
      pHolm,
      equivalenceP,
      equivalencePHolm,
      signFlipP: identical || differences.length < leastFlips ? null : (signFlipTest(differences) ?? null),
      wins: differences.filter((d) => d > 0).length,
      losses: differences.filter((d) => d < 0).length,
      ties: differences.filter((d) => d === 0).length,
      verdict: verdictOf(spread.mean, pHolm, withinMargin, alpha),
      withinMargin,
      smallestDetectable: possible(detectable),
    };
  });
}

/** Two accuracies differ by less than 1. @returns null for a difference that cannot be */
export function possible(difference: number): number | null {
  return difference < 1 ? difference : null;
}

function verdictOf(mean: number, pHolm: number | null, withinMargin: boolean, alpha: number): Verdict {
  if (pHolm === null) return "identical";
  if (pHolm <= alpha) return mean > 0 ? "better" : "worse";
  return withinMargin ? "equivalent" : "not-shown";
}
