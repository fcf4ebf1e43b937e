import type { Comparison, PairFigures } from "../../compare/comparison.js";
import { formatMargin } from "../../compare/margin.js";
import { formatAccuracy, formatPercent } from "../numbers.js";
import { type Column, createTable } from "../table.js";
import { formatInterval, formatP, formatPoints, noBound } from "./points.js";
import type { Row } from "./rows.js";

/** A line for each contestant, and one below each that has a control. @param width of the lines */
export function verdictTable(comparison: Comparison, rows: readonly Row[], width: number): string[] {
  const { header, row } = createTable(verdictColumns(comparison), width, rows);
  return [header, ...rows.map(row)];
}

export function verdictColumns({ margin, alpha }: Comparison): Column<Row>[] {
  const level = formatPercent(1 - alpha, 0);
  const own = (text: (row: Row) => string) => (row: Row) => (row.isAgainst ? "" : text(row));
  return [
    {
      header: "contestant",
      align: "left",
      cell: ({ contestant, isAgainst }) => (isAgainst ? "  against its control" : contestant.name),
    },
    { header: "mean", cell: own(({ contestant }) => formatAccuracy(contestant.mean)), dropped: 5 },
    {
      header: `points (${level} interval)`,
      cell: ({ pair }) => (pair ? `${formatPoints(pair.difference)} ${intervalOf(pair)}` : "baseline"),
    },
    { header: "won-lost", cell: ({ pair }) => (pair ? `${pair.wins}-${pair.losses}` : ""), dropped: 3 },
    { header: "Holm p", cell: ({ pair }) => (typeof pair?.pHolm === "number" ? formatP(pair.pHolm) : ""), dropped: 1 },
    { header: "kept", cell: own(({ contestant }) => formatPercent(contestant.backwardShare, 0)), dropped: 2 },
    { header: "time", cell: own(({ contestant }) => contestant.relativeTime?.toFixed(2) ?? "-"), dropped: 4 },
    { header: "verdict", align: "left", cell: ({ pair }) => (pair ? verdictWords(pair, margin) : "") },
  ];
}

export function intervalOf({ interval }: Pick<PairFigures, "interval">): string {
  return interval === null ? `(${noBound})` : formatInterval(interval);
}

export function verdictWords({ verdict, withinMargin }: PairFigures, margin: number): string {
  const within = `within ${formatMargin(margin)}`;
  if (verdict === "equivalent") return within;
  if (verdict === "not-shown") return "not shown";
  return verdict !== "identical" && withinMargin ? `${verdict}, ${within}` : verdict;
}
