import type { Comparison } from "../../compare/comparison.js";
import type { BudgetFigures } from "../../compare/exploratory/budget.js";
import type { ExploratoryFigures } from "../../compare/exploratory/exploratory.js";
import type { RaceFigures } from "../../compare/exploratory/target.js";
import { formatCount, formatSeconds } from "../numbers.js";
import { type Column, createTable } from "../table.js";
import { wrapLine } from "../terminal.js";
import { formatInterval, formatP, formatPoints } from "./points.js";
import { intervalOf } from "./verdict-table.js";

type Figures = ExploratoryFigures;

/** The axes that are not judged; no lines where there is nothing on them. */
export function otherAxes({ exploratory, baseline }: Comparison, width: number): string[] {
  const { contestants } = exploratory;
  const others = contestants.filter(({ name }) => name !== baseline);
  const columns = [
    nameColumn,
    ...differenceColumns.filter(({ cell }) => others.some((figures) => cell(figures) !== "")),
  ];
  const differences = createTable(columns, width, others);
  const targets = contestants.filter(({ target }) => target !== null);
  const races = createTable(targetColumns, width, targets);
  const reasons = new Set(others.map(({ noBudget }) => noBudget).filter((reason) => reason !== null));
  return [
    wrapLine("Exploratory, outside the verdict (points against the baseline, intervals of each alone):", width),
    ...(columns.length > 1 ? [differences.header, ...others.map(differences.row)] : []),
    ...(targets.length > 0 ? ["", `To a test accuracy of ${targets[0].target?.accuracy}:`] : []),
    ...(targets.length > 0 ? [races.header, ...targets.map(races.row)] : []),
    ...[...reasons].map((reason) => wrapLine(`Where an equal budget is missing: ${reason}.`, width)),
  ];
}

const nameColumn: Column<Figures> = { header: "contestant", align: "left", cell: ({ name }) => name };

export const differenceColumns: readonly Column<Figures>[] = [
  { header: "equal backward passes", cell: ({ equalBackward }) => budgetCell(equalBackward) },
  { header: "equal time", cell: ({ equalTime }) => budgetCell(equalTime), dropped: 2 },
  {
    header: "new test images",
    cell: ({ newImages }) => (newImages === null ? "" : formatInterval(newImages)),
    dropped: 1,
  },
];

function budgetCell(figures: BudgetFigures | null): string {
  return figures === null ? "" : `${formatPoints(figures.difference)} ${intervalOf(figures)}`;
}

export const targetColumns: readonly Column<Figures>[] = [
  nameColumn,
  { header: "reached", cell: ({ target }) => (target ? `${target.reached} of ${target.seeds}` : "") },
  { header: "steps", cell: ({ target }) => medianCell(target?.steps, formatCount), dropped: 2 },
  { header: "seconds", cell: ({ target }) => medianCell(target?.seconds, formatSeconds) },
  {
    header: "sooner-later",
    cell: ({ target }) => (target ? `${target.seconds.wins}-${target.seconds.losses}` : ""),
    dropped: 3,
  },
  { header: "sign test p", cell: ({ target }) => (target ? formatP(target.seconds.p) : ""), dropped: 1 },
];

function medianCell(figures: RaceFigures | undefined, format: (value: number) => string): string {
  if (figures === undefined) return "";
  return figures.median === null ? "not reached" : format(figures.median);
}
