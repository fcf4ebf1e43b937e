import type { Comparison } from "../../../compare/comparison.js";
import type { ExploratoryFigures } from "../../../compare/exploratory/exploratory.js";
import { differenceColumns, targetColumns } from "../../comparison/other-axes.js";
import type { Column as TextColumn } from "../../table.js";
import { type Html, html } from "../html.js";
import { type Column, table } from "../table.js";

type Figures = ExploratoryFigures;

/** The axes that are not judged. */
export function exploratoryPart({ baseline, exploratory, alpha }: Comparison): Html {
  const others = exploratory.contestants.filter(({ name }) => name !== baseline);
  const shown = differenceColumns.filter(({ cell }) => others.some((figures) => cell(figures) !== ""));
  const targets = exploratory.contestants.filter(({ target }) => target !== null);
  const reasons = [...new Set(others.flatMap(({ noBudget }) => noBudget ?? []))];
  const level = `${Number((100 * (1 - alpha)).toPrecision(6))}%`;
  return html`<p class="note"><strong>Exploratory:</strong> these figures suggest, and show nothing. They are outside
the verdict and its bound on false claims; each interval is of one difference alone.</p>
${
  shown.length === 0
    ? undefined
    : table(`Points against ${baseline} on other axes, with ${level} intervals`, [name, ...shown.map(asColumn)], others)
}
${reasons.map((reason) => html`<p>Where an equal budget is missing: ${reason}.</p>`)}
${
  targets.length === 0
    ? undefined
    : table(
        `To a test accuracy of ${targets[0].target?.accuracy}`,
        [name, ...targetColumns.slice(1).map(asColumn)],
        targets,
      )
}`;
}

const name: Column<Figures> = { header: "contestant", kind: "heading", cell: (figures) => figures.name };

function asColumn({ header, cell }: TextColumn<Figures>): Column<Figures> {
  return { header, cell };
}
