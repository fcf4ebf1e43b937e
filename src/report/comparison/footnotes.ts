import type { Comparison } from "../../compare/comparison.js";
import { median } from "../../compare/costs.js";
import { rules } from "../../compare/statistics/rule.js";
import { spreadOf } from "../../compare/statistics/spread.js";
import { formatCountOf } from "../numbers.js";
import { formatP, isBound } from "./points.js";
import { differencesOf, familySize, type Row } from "./rows.js";

/** What a reader must know to read the table right. @param header of the table: a narrow one has fewer columns */
export function footnotes(comparison: Comparison, rows: readonly Row[], header: string): string[] {
  return [
    ...legend(comparison, header),
    ...ofSeeds(comparison),
    ...impossible(rows),
    ...rows.flatMap((row) => ofRow(row, comparison, familySize(rows))),
  ];
}

function legend({ baseline }: Comparison, header: string): string[] {
  const meanings = {
    "Holm p": "Holm p: over all pairs and looks",
    kept: "kept: examples with a backward pass",
    time: `time: relative to ${baseline}, counted work at measured costs`,
  };
  const shown = Object.entries(meanings).filter(([column]) => header.includes(column));
  return shown.length === 0 ? [] : [shown.map(([, meaning]) => meaning).join("; ")];
}

/** Below this the exact sign flips cannot confirm anything. */
const leastSeeds = 6;

function ofSeeds({ seeds, looks }: Comparison): string[] {
  const few = `With ${formatCountOf(seeds.length, "seed")} only large differences can be shown; take 6 or more.`;
  const before = looks.slice(0, -1).map((look) => look.seeds);
  const since = before.length === 0 ? "" : ` (looked at before with ${before.join(", ")} seeds)`;
  const many = `Intervals and p are those that stay valid at every look${since}.`;
  return [...(seeds.length < leastSeeds ? [few] : []), ...(looks.at(-1)?.rule === "sequential" ? [many] : [])];
}

/** Intervals that reach where no accuracy can be, about: the reference's mean is an estimate, so their ends stay. */
function impossible(rows: readonly Row[]): string[] {
  const found = rows.filter(({ pair, reference }) => {
    if (!pair?.interval?.some(isBound)) return false;
    const [low, high] = pair.interval;
    return reference.mean + low < 0 || reference.mean + high > 1;
  });
  if (found.length === 0) return [];
  const named = found.map(({ contestant, reference }) => `${contestant.name} against ${reference.name}`).join(", ");
  const [interval, reaches] = found.length === 1 ? ["The interval", "reaches"] : ["The intervals", "reach"];
  return [`${interval} of ${named} ${reaches} beyond an accuracy of 0 or 1, where nothing is ruled out.`];
}

function ofRow(row: Row, comparison: Comparison, k: number): string[] {
  const { contestant, reference, pair, isAgainst } = row;
  const { seeds, alpha } = comparison;
  const notes: string[] = [];
  if (contestant.diverged > 0 && !isAgainst) {
    const count = `${contestant.diverged} of ${formatCountOf(seeds.length, "seed")}`;
    notes.push(`${contestant.name} diverged in ${count}; these count as they ended.`);
  }
  if (contestant.collapsed > 0 && !isAgainst) {
    const count = `${contestant.collapsed} of ${formatCountOf(seeds.length, "seed")}`;
    const advice = contestant.backwardShare < 1 ? "keep more of each batch" : "try another learning rate";
    notes.push(
      `${contestant.name} collapsed to the uniform answer in ${count}: ` +
        `the mean loss is that of guessing there; ${advice}.`,
    );
  }
  if (pair === undefined || pair.p === null || pair.pHolm === null) return notes;
  const subject = `${contestant.name} against ${reference.name}`;
  if (pair.p <= alpha && pair.pHolm > alpha) {
    notes.push(`${subject}: the interval leaves out 0, but not clearly enough for ${claims(k)} (Holm).`);
  }
  const fixed = comparison.looks.at(-1)?.rule === "fixed";
  if (fixed && pair.signFlipP !== null && pair.signFlipP <= alpha !== pair.p <= alpha) {
    const named = decidingSeeds(differencesOf(row), alpha).map((index) => seeds[index]);
    const who = `${named.length === 1 ? "seed" : "seeds"} ${named.join(", ")}`;
    notes.push(
      `${subject}: t and the exact sign flips disagree (p ${formatP(pair.p)} and ${formatP(pair.signFlipP)}, ` +
        `before Holm); look at ${who}.`,
    );
  }
  return notes;
}

function claims(pairs: number): string {
  return pairs === 1 ? "a claim that further looks may follow" : `${pairs} pairs`;
}

/**
 * The seeds without any one of which t would decide otherwise; where there is none, the one furthest from the median.
 * @returns their indices
 */
function decidingSeeds(differences: readonly number[], alpha: number): number[] {
  const decides = (some: readonly number[]) => rules.fixed.test(spreadOf(some)) <= alpha;
  const all = decides(differences);
  const deciding = [...differences.keys()].filter((left) => decides(differences.toSpliced(left, 1)) !== all);
  if (deciding.length > 0) return deciding;
  const middle = median(differences);
  const distances = differences.map((difference) => Math.abs(difference - middle));
  return [distances.indexOf(Math.max(...distances))];
}
