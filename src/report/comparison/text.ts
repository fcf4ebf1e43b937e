import type { Comparison } from "../../compare/comparison.js";
import { formatMargin } from "../../compare/margin.js";
import { formatCountOf } from "../numbers.js";
import { type Environment, lineWidth, type Output, styled, wrapLine } from "../terminal.js";
import { footnotes } from "./footnotes.js";
import { originLine, repeatLine } from "./origin-line.js";
import { otherAxes } from "./other-axes.js";
import { intervalPlot } from "./plot.js";
import { rowsOf } from "./rows.js";
import { sentences } from "./sentences.js";
import { verdictTable } from "./verdict-table.js";

/** A comparison for people: the table, on a terminal the intervals as a plot, what they mean, and what to take. */
export function comparisonText(comparison: Comparison, stdout: Output, env?: Environment): string {
  const width = lineWidth(stdout);
  const rows = rowsOf(comparison);
  const table = verdictTable(comparison, rows, width);
  const wrapped = (lines: readonly string[]) => lines.map((line) => wrapLine(line, width));
  const parts = [
    [...wrapped([originLine(comparison), comparisonTitle(comparison)]), ...table],
    stdout.isTTY ? intervalPlot(comparison, rows, width) : [],
    wrapped(footnotes(comparison, rows, table[0])),
    otherAxes(comparison, width),
    wrapped(sentences(comparison, rows)),
    // A command is never broken, so that it can be copied.
    repeatLine(comparison),
    [styled("result", wrapLine(recommendation(comparison), width), stdout, env)],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** One JSON document. */
export function comparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison)}\n`;
}

export const metricNames = { accuracy: "Test accuracy", "balanced-accuracy": "Balanced test accuracy" } as const;

/** What the table below it shows. */
export function comparisonTitle({ metric, epochs, seeds, baseline, missingTrials }: Comparison): string {
  const after = `${formatCountOf(epochs, "epoch")}, ${formatCountOf(seeds.length, "seed")}`;
  const partial = missingTrials === 0 ? "" : ` (partial: ${formatCountOf(missingTrials, "trial")} missing)`;
  return `${metricNames[metric]} after ${after}${partial}; differences from ${baseline}, paired by seed`;
}

export function recommendation({ recommended, baseline, margin }: Comparison): string {
  if (recommended !== baseline) return `Recommended: ${recommended}`;
  const points = formatMargin(margin);
  const reason = `nothing is shown to be better, or cheaper, within ${points} points and not worse`;
  return `Recommended: ${baseline}, as ${reason}`;
}
