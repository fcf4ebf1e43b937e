import { hasCollapsed } from "../../../compare/collapsed.js";
import type { Comparison } from "../../../compare/comparison.js";
import type { Entry } from "../../../compare/entries.js";
import { formatPoints } from "../../comparison/points.js";
import type { Row } from "../../comparison/rows.js";
import { metricNames } from "../../comparison/text.js";
import { formatAccuracy, formatLoss } from "../../numbers.js";
import { type Html, html } from "../html.js";
import { table } from "../table.js";
import { collapsedTrials, divergedTrials, fewestSeeds, oddSeeds } from "./odd-seeds.js";

/** Every trial's figure, and which of them to look at. */
export function trialsPart(comparison: Comparison, entries: readonly Entry[], rows: readonly Row[]): Html {
  const toLookAt = html`${divergedPart(entries)}${collapsedPart(entries)}${oddPart(comparison, rows)}`;
  return html`${toLookAt}${trialTable(comparison, entries)}`;
}

function trialTable({ metric, contestants, seeds }: Comparison, entries: readonly Entry[]): Html {
  const diverges = entries.some(({ trials }) => trials.some(({ diverged }) => diverged !== null));
  const collapses = entries.some(({ trials }) => trials.some(hasCollapsed));
  const marks = [...(diverges ? ["* diverged: as it ended"] : []), ...(collapses ? ["† collapsed"] : [])];
  return table(
    `${metricNames[metric]} of every training${marks.length === 0 ? "" : ` (${marks.join("; ")})`}`,
    [
      { header: "seed", kind: "heading", cell: (index: number) => seeds[index] },
      ...contestants.map(({ name, values }, at) => ({
        header: name,
        cell: (index: number) => {
          const trial = entries[at].trials[index];
          const mark = trial.diverged === null ? "" : "*";
          return `${formatAccuracy(values[index])}${mark}${hasCollapsed(trial) ? "†" : ""}`;
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

function collapsedPart(entries: readonly Entry[]): Html {
  const collapsed = collapsedTrials(entries);
  if (collapsed.length === 0) return html`<p>No training collapsed to the uniform answer.</p>`;
  return table(
    "Trainings that collapsed to the uniform answer: their mean loss is that of guessing",
    [
      { header: "contestant", kind: "heading", cell: ({ contestant }) => contestant },
      { header: "seed", cell: ({ seed }) => seed },
      { header: "mean loss", cell: ({ meanLoss }) => formatLoss(meanLoss) },
      { header: "mean test loss", cell: ({ testLoss }) => formatLoss(testLoss) },
    ],
    collapsed,
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
