import { type Costs, median, secondsAt } from "../costs.js";
import type { Entry } from "../entries.js";
import { signTest } from "../statistics/signs.js";

/** How soon a test accuracy is reached: at the first point of the curve that has it. */
export interface TargetFigures {
  readonly accuracy: number;
  /** seeds that reach it, of all */
  readonly reached: number;
  readonly seeds: number;
  readonly steps: RaceFigures;
  readonly seconds: RaceFigures;
}

/** Steps or seconds to the target, beside those of the baseline. */
export interface RaceFigures {
  /** a seed that does not reach it takes part with infinity; null: the median does not reach it */
  readonly median: number | null;
  /** seeds in which it is reached before the baseline reaches it, after, and at once or by neither */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** of the sign test, ties dropped */
  readonly p: number;
}

export function targetFigures(entry: Entry, baseline: Entry, accuracy: number, costs: Costs): TargetFigures {
  const points = ({ trials }: Entry) =>
    trials.map(({ curve }) => curve.find(({ testAccuracy }) => testAccuracy >= accuracy));
  const [own, reference] = [points(entry), points(baseline)];
  const race = (amountOf: (point: NonNullable<(typeof own)[number]>) => number) => {
    const amounts = (list: typeof own) => list.map((point) => (point ? amountOf(point) : Number.POSITIVE_INFINITY));
    return raceFigures(amounts(own), amounts(reference));
  };
  return {
    accuracy,
    reached: own.filter((point) => point !== undefined).length,
    seeds: own.length,
    steps: race(({ steps }) => steps),
    seconds: race((point) => secondsAt(point, costs)),
  };
}

function raceFigures(own: readonly number[], reference: readonly number[]): RaceFigures {
  const middle = median(own);
  const wins = own.filter((amount, i) => amount < reference[i]).length;
  const losses = own.filter((amount, i) => amount > reference[i]).length;
  return {
    median: Number.isFinite(middle) ? middle : null,
    wins,
    losses,
    ties: own.length - wins - losses,
    p: signTest(wins, losses),
  };
}
