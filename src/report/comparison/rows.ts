import type { Comparison, ContestantVerdict, PairVerdict } from "../../compare/comparison.js";

/** What is printed of a pair: a contestant and the baseline, or a contestant and its control. */
export interface Row {
  readonly contestant: ContestantVerdict;
  readonly reference: ContestantVerdict;
  /** their figures; undefined for the baseline itself */
  readonly pair: PairVerdict | undefined;
  readonly isAgainst: boolean;
}

/** All contestants in order, each with its pairs. */
export function rowsOf({ contestants, against }: Comparison): Row[] {
  const [baseline] = contestants;
  const named = new Map(contestants.map((contestant) => [contestant.name, contestant]));
  return contestants.flatMap((contestant) => {
    const row = (reference: ContestantVerdict, pair: PairVerdict | undefined, isAgainst: boolean) => {
      return { contestant, reference, pair, isAgainst };
    };
    const own = against.filter(({ name }) => name === contestant.name);
    return [
      row(baseline, withBaseline(contestant, baseline.name), false),
      ...own.map((pair) => row(named.get(pair.against)!, pair, true)),
    ];
  });
}

/** Pairs that were tested: the size of the family. */
export function familySize(rows: readonly Row[]): number {
  return Math.max(1, rows.filter(({ pair }) => typeof pair?.p === "number").length);
}

/** Contestant - reference, one a seed. */
export function differencesOf({ contestant, reference }: Row): number[] {
  return contestant.values.map((value, seed) => value - reference.values[seed]);
}

/** The figures that only the baseline lacks. */
function withBaseline(contestant: ContestantVerdict, against: string): PairVerdict | undefined {
  const { difference, verdict, withinMargin, wins, losses, ties } = contestant;
  if (difference === null || verdict === null || withinMargin === null) return undefined;
  if (wins === null || losses === null || ties === null) return undefined;
  return { ...contestant, against, difference, verdict, withinMargin, wins, losses, ties };
}
