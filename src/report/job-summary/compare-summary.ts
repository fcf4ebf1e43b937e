import type { Comparison } from "../../compare/comparison.js";
import type { ComparisonFinished } from "../../compare/events.js";
import { originLine } from "../comparison/origin-line.js";
import { rowsOf } from "../comparison/rows.js";
import { sentences } from "../comparison/sentences.js";
import { shardText } from "../comparison/shard.js";
import { comparisonTitle, recommendation } from "../comparison/text.js";
import { verdictColumns } from "../comparison/verdict-table.js";
import { inMarkdown, markdownTable } from "./markdown.js";

/** A comparison as a job's summary. */
export function comparisonSummary(comparison: Comparison): string {
  const rows = rowsOf(comparison);
  const parts = [
    "### ohem compare",
    inMarkdown(originLine(comparison)),
    inMarkdown(comparisonTitle(comparison)),
    markdownTable(verdictColumns(comparison), rows),
    ...sentences(comparison, rows).map(inMarkdown),
    `**${inMarkdown(recommendation(comparison))}**`,
  ];
  return `${parts.join("\n\n")}\n\n`;
}

/** The end of `ohem compare`; nothing for one that was stopped. */
export function finishedSummary(event: ComparisonFinished): string {
  if (event.comparison !== undefined) return comparisonSummary(event.comparison);
  return event.complete && event.shard ? `${inMarkdown(shardText(event, event.shard).trim())}\n\n` : "";
}
