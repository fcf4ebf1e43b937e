import type { Comparison, PairFigures, Verdict } from "../../../compare/comparison.js";
import { formatMargin } from "../../../compare/margin.js";
import { formatPoints, isBound, noBound } from "../../comparison/points.js";
import { differencesOf, type Row } from "../../comparison/rows.js";
import { metricNames } from "../../comparison/text.js";
import { intervalOf, verdictWords } from "../../comparison/verdict-table.js";
import { formatCountOf, formatPercent } from "../../numbers.js";
import type { Figure } from "../figure.js";
import { type IntervalRow, intervalPlot, type Side } from "../plots/interval-plot.js";
import { table } from "../table.js";

const sides: Readonly<Record<Verdict, Side>> = {
  better: "above",
  worse: "below",
  equivalent: "within",
  identical: "within",
  "not-shown": "open",
};

/** The text alternative says so many rows; the table has all. */
const mostSaid = 6;

/** The differences of all pairs with their intervals, and the margin as a band. */
export function intervalFigure(comparison: Comparison, rows: readonly Row[]): Figure {
  const { metric, epochs, baseline, margin, alpha, seeds } = comparison;
  const shown = rows.flatMap((row) => intervalRow(row, margin));
  const level = formatPercent(1 - alpha, 0);
  const points = `${formatMargin(margin)} points`;
  const said = shown.slice(0, mostSaid).map(({ name, label }) => `${name}: ${label}`);
  const rest = shown.length > mostSaid ? "; the table has all" : "";
  const name = "intervals";
  const dots = formatCountOf(seeds.length, "seed");
  return {
    name,
    plot: intervalPlot({
      name,
      title: `${metricNames[metric]} after ${formatCountOf(epochs, "epoch")}: difference from ${baseline}`,
      description: `Points with ${level} intervals, the margin being ${points}. ${said.join("; ")}${rest}.`,
      note: `Bar: ${level} interval of each mean alone, paired by seed. Dots: ${dots}. Arrow: further out.`,
      label: "points; to the right of 0: better",
      margin: 100 * margin,
      marginLabel: `within ${points}`,
      rows: shown,
    }),
    caption: `Green band: differences below the margin of ${points}. Hollow circle: not shown.`,
    numbers: table(
      `Points from ${baseline}, or from the control`,
      [
        { header: "pair", kind: "heading", cell: (row) => row.name },
        { header: "mean", cell: (row) => row.value.toFixed(3) },
        { header: "from", cell: (row) => endOf(row.interval?.[0]) },
        { header: "to", cell: (row) => endOf(row.interval?.[1]) },
      ],
      shown,
    ),
  };
}

function endOf(points: number | undefined): string {
  return points === undefined || Math.abs(points) === 100 ? noBound : points.toFixed(3);
}

/** An end without a bound is drawn at 100, the most there is. */
function inPoints(interval: PairFigures["interval"]): IntervalRow["interval"] {
  if (!interval?.some(isBound)) return null;
  const [from, to] = interval.map((end) => (isBound(end) ? 100 * end : 100 * Math.sign(end)));
  return [from, to];
}

function intervalRow(row: Row, margin: number): IntervalRow[] {
  const { contestant, reference, pair, isAgainst } = row;
  if (pair === undefined) return [];
  const figures = `${formatPoints(pair.difference)} ${intervalOf(pair)}`;
  return [
    {
      name: isAgainst ? `against ${reference.name}` : contestant.name,
      label: `${figures} ${verdictWords(pair, margin)}`,
      value: 100 * pair.difference,
      interval: inPoints(pair.interval),
      side: sides[pair.verdict],
      dots: differencesOf(row).map((difference) => 100 * difference),
      indented: isAgainst,
    },
  ];
}
