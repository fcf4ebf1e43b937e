import type { RunEvaluation } from "../../run/evaluate-run.js";
import { accuracyGate } from "../accuracy-gate.js";
import { classColumns, classFigures } from "../evaluation.js";
import { formatAccuracy } from "../numbers.js";
import { gateWords } from "./gate-words.js";
import { inMarkdown, markdownTable } from "./markdown.js";

/** An evaluation as a job's summary. @param minAccuracy the gate, where there is one */
export function evalSummary(evaluation: RunEvaluation, minAccuracy?: number): string {
  const { testAccuracy, balancedAccuracy, data, trainedWith } = evaluation;
  const parts = [
    `### ohem eval: test accuracy ${inMarkdown(formatAccuracy(testAccuracy))}`,
    ...gateWords(accuracyGate(testAccuracy, minAccuracy)),
    inMarkdown(`Trained with ${trainedWith}, tested on ${data}; balanced accuracy ${formatAccuracy(balancedAccuracy)}`),
    markdownTable(classColumns(evaluation.classNames), classFigures(evaluation)),
  ];
  return `${parts.join("\n\n")}\n\n`;
}
