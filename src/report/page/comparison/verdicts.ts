import type { Comparison } from "../../../compare/comparison.js";
import { formatP, size } from "../../comparison/points.js";
import type { Row } from "../../comparison/rows.js";
import { verdictColumns } from "../../comparison/verdict-table.js";
import { type Html, html } from "../html.js";
import { type Column, table } from "../table.js";

/** The verdict of every pair, and beneath it the tests behind it. */
export function verdicts(comparison: Comparison, rows: readonly Row[]): Html {
  const [, ...figures] = verdictColumns(comparison);
  // The verdict stands beside the name, where a narrow page shows it without scrolling.
  const columns = [figures.at(-1)!, ...figures.slice(0, -1)];
  const verdictTable = table(
    "Every contestant against the baseline, and each that skips examples against its control",
    [
      pairColumn,
      ...columns.map(({ header, align, cell }): Column<Row> => {
        return align === "left" ? { header, cell, kind: "text" } : { header, cell };
      }),
    ],
    rows,
  );
  const tested = rows.filter(({ pair }) => pair !== undefined);
  return html`${verdictTable}
<details><summary>The tests behind it</summary>
${table("p values of every pair, before and after Holm, and what so many seeds would show", testColumns, tested)}
</details>`;
}

const pairColumn: Column<Row> = {
  header: "contestant",
  kind: "heading",
  cell: ({ contestant, reference, isAgainst }) => {
    return isAgainst ? `${contestant.name} against ${reference.name}` : contestant.name;
  },
};

const testColumns: readonly Column<Row>[] = [
  pairColumn,
  { header: "no difference: p", cell: ({ pair }) => formatted(pair?.p, formatP) },
  { header: "Holm", cell: ({ pair }) => formatted(pair?.pHolm, formatP) },
  { header: "outside the margin: p", cell: ({ pair }) => formatted(pair?.equivalenceP, formatP) },
  { header: "Holm", cell: ({ pair }) => formatted(pair?.equivalencePHolm, formatP) },
  { header: "sign flips: p", cell: ({ pair }) => formatted(pair?.signFlipP, formatP) },
  { header: "ties", cell: ({ pair }) => pair?.ties },
  { header: "would show, points", cell: ({ pair }) => formatted(pair?.smallestDetectable, size) },
];

function formatted(value: number | null | undefined, format: (value: number) => string): string {
  return typeof value === "number" ? format(value) : "–";
}
