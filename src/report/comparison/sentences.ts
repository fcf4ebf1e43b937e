import type { Comparison } from "../../compare/comparison.js";
import { fixedLook, furtherLook, type Judging, judgingOf } from "../../compare/looks.js";
import { formatMargin } from "../../compare/margin.js";
import { seedsToShow } from "../../compare/statistics/power.js";
import { spreadOf } from "../../compare/statistics/spread.js";
import { formatCount, formatCountOf } from "../numbers.js";
import { size } from "./points.js";
import { differencesOf, familySize, type Row } from "./rows.js";

/** What was found about each contestant, in words for a paper or a slide: a sentence each. */
export function sentences(comparison: Comparison, rows: readonly Row[]): string[] {
  const contestants = rows.filter(({ contestant, isAgainst }) => contestant.role === "contestant" && !isAgainst);
  return contestants.map((row) => {
    const controls = rows.filter(({ contestant, isAgainst }) => isAgainst && contestant === row.contestant);
    const first = againstBaseline(row, comparison, rows);
    // What is not shown about the baseline takes a sentence of its own.
    if (row.pair?.verdict !== "not-shown") {
      return `${[first, ...controls.map((control) => againstControl(control, comparison, "it"))].join("; ")}.`;
    }
    const { name } = row.contestant;
    const more = controls.map((control) => againstControl(control, comparison, name));
    const capital = (text: string) => (text.startsWith(name) ? text : text[0].toUpperCase() + text.slice(1));
    return [first, ...more.map(capital)].map((sentence) => `${sentence}.`).join(" ");
  });
}

const figures = { accuracy: "accuracy", "balanced-accuracy": "balanced accuracy" } as const;

function againstBaseline(row: Row, comparison: Comparison, rows: readonly Row[]): string {
  const { contestant, reference, pair } = row;
  if (pair === undefined) return contestant.name;
  const [name, baseline] = [contestant.name, reference.name];
  const figure = figures[comparison.metric];
  const margin = `${formatMargin(comparison.margin)} points`;
  const time = timeWords(contestant.relativeTime);
  const less = pair.withinMargin ? `, which is less than ${margin},` : "";
  switch (pair.verdict) {
    case "better":
      return `${name} is better than ${baseline} by ${size(pair.difference)} points of ${figure}${less}${time}`;
    case "worse":
      return `${name} is worse than ${baseline} by ${size(pair.difference)} points of ${figure}${less}${time}`;
    case "equivalent":
      return `${name} reaches the ${figure} of ${baseline} within ${margin}${time}`;
    case "identical":
      return `${name} is identical to ${baseline}: every seed gave the same predictions`;
    case "not-shown":
      return `Whether ${name} differs from ${baseline} is not shown: ${wouldShow(row, comparison, familySize(rows))}`;
  }
}

function timeWords(relativeTime: number | null): string {
  const time = relativeTime?.toFixed(2);
  if (time === undefined) return "";
  return time === "1.00" ? " in the same time" : ` at ${time} of its time`;
}

/**
 * "10 seeds show differences of about 0.12 points or more; it takes about 25 new seeds to show 0.1 points, or about 60
 * with these, as a further look is judged more strictly".
 */
function wouldShow(row: Row, comparison: Comparison, k: number): string {
  const { seeds, alpha, margin, looks } = comparison;
  const { n, standardError } = spreadOf(differencesOf(row));
  const deviation = standardError * Math.sqrt(n);
  const detectable = row.pair?.smallestDetectable ?? null;
  const now =
    detectable === null
      ? `${formatCountOf(seeds.length, "seed")} can show nothing`
      : `${formatCountOf(seeds.length, "seed")} show differences of about ${size(detectable)} points or more`;
  const needed = ({ rule, share }: Judging) => seedsToShow(margin, deviation, share * alpha, k, rule);
  const judging = judgingOf(comparison);
  if ((needed(judging) ?? Number.POSITIVE_INFINITY) <= n) return now;
  const points = `${formatMargin(margin)} points`;
  const inAll = needed(judging === fixedLook ? furtherLook : judging);
  if (looks[0].rule === "sequential") return `${now}; it takes ${about(inAll)} to show ${points}`;
  const fresh = `${now}; it takes ${about(needed(fixedLook))} new seeds to show ${points}`;
  if (inAll === undefined) return fresh;
  return `${fresh}, or ${about(inAll)} with these, as a further look is judged more strictly`;
}

function about(seeds: number | undefined): string {
  return seeds === undefined ? "more than 10,000" : `about ${formatCount(seeds)}`;
}

function againstControl({ pair, reference }: Row, { margin }: Comparison, subject: string): string {
  const random = `random selection of as many examples (${reference.name})`;
  switch (pair?.verdict) {
    case "better":
      return `${subject} beats ${random} by ${size(pair.difference)} points`;
    case "worse":
      return `${random} beats ${subject} by ${size(pair.difference)} points`;
    case "equivalent":
      return `${random} comes within ${formatMargin(margin)} points of ${subject}`;
    case "identical":
      return `${random} is identical to ${subject}`;
    default:
      return `whether ${subject} differs from ${random} is not shown`;
  }
}
