import type { Comparison } from "../../../compare/comparison.js";
import type { Entry } from "../../../compare/entries.js";
import { formatPoints } from "../../comparison/points.js";
import type { Row } from "../../comparison/rows.js";
import { metricNames } from "../../comparison/text.js";
import { formatAccuracy } from "../../numbers.js";
import { type Html, html } from "../html.js";
import { table } from "../table.js";
import { divergedTrials, fewestSeeds, oddSeeds } from "./odd-seeds.js";

/** Every trial's figure, and which of them to look at. */
export function trialsPart(comparison: Comparison, entries: readonly Entry[], rows: readonly Row[]): Html {
  return html`${divergedPart(entries)}${oddPart(comparison, rows)}${trialTable(comparison, entries)}`;
}

function trialTable({ metric, contestants, seeds }: Comparison, entries: readonly Entry[]): Html {
  const diverges = entries.some(({ trials }) => trials.some(({ diverged }) => diverged !== null));
  return table(
    `${metricNames[metric]} of every training${diverges ? " (* diverged: as it ended)" : ""}`,
    [
      { header: "seed", kind: "heading", cell: (index: number) => seeds[index] },
      ...contestants.map(({ name, values }, at) => ({
        header: name,
        cell: (index: number) => {
          const mark = entries[at].trials[index].diverged === null ? "" : "*";
          return `${formatAccuracy(values[index])}${mark}`;
        },
      })),
    ],
    [...seeds.keys()],
  );
}

function divergedPart(entries: readonly Entry[]): Html {
  const diverged = divergedTrials(entries);
  if (diverged.length === 0) return html`<p>No training diverged.</p>`;
  return table(
    "Trainings that diverged; they count as they ended",
    [
      { header: "contestant", kind: "heading", cell: ({ contestant }) => contestant },
      { header: "seed", cell: ({ seed }) => seed },
      { header: "epoch", cell: ({ epoch }) => epoch },
      { header: "step", cell: ({ step }) => step },
      { header: "reason", kind: "text", cell: ({ reason }) => reason },
    ],
    diverged,
  );
}

function oddPart({ baseline, seeds }: Comparison, rows: readonly Row[]): Html {
  const odd = oddSeeds(rows, seeds);
  if (seeds.length < fewestSeeds) return html`<p>Too few seeds to call one odd: that takes ${fewestSeeds}.</p>`;
  if (odd.length === 0) return html`<p>No seed is odd: every difference is near those of the other seeds.</p>`;
  return table(
    `Odd seeds: more than 3.5 robust deviations from the median difference from ${baseline}; all of them count`,
    [
      { header: "contestant", kind: "heading", cell: ({ contestant }) => contestant },
      { header: "seed", cell: ({ seed }) => seed },
      { header: "points", cell: ({ difference }) => formatPoints(difference) },
      { header: "median of all seeds", cell: ({ median }) => formatPoints(median) },
      { header: "deviations", cell: ({ score }) => score.toFixed(1) },
    ],
    odd,
  );
}
