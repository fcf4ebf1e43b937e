import type { RunEvaluation } from "../run/evaluate-run.js";
import { accuracyGate } from "./accuracy-gate.js";
import { formatAccuracy, formatCount, formatCountOf, formatLoss, formatSeconds } from "./numbers.js";
import { resultLine } from "./result-lines.js";

/** What `ohem eval` says of a class: how many examples it has, how many were found, and what the wrong ones were taken for most often. */
interface ClassFigures {
  readonly class: number;
  readonly examples: number;
  readonly correct: number;
  /** share of the class's examples that were predicted as it; null where there are none */
  readonly recall: number | null;
  /** share of the predictions of the class that are right; null where there are none */
  readonly precision: number | null;
  /** the most frequent wrong prediction; null where all are right */
  readonly confusedWith: number | null;
}

/** A table with a row a class, then the line that ended the training. */
export function evaluationText(evaluation: RunEvaluation): string {
  const rows = classFigures(evaluation).map((row) => [
    String(row.class),
    formatCount(row.examples),
    formatCount(row.correct),
    row.recall === null ? "-" : formatAccuracy(row.recall),
    row.precision === null ? "-" : formatAccuracy(row.precision),
    row.confusedWith === null ? "-" : String(row.confusedWith),
  ]);
  const table = [["class", "examples", "right", "recall", "precision", "most often taken for"], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) => row.map((cell, column) => cell.padStart(widths[column])).join("  "));
  return `${lines.join("\n")}\n${resultLine(evaluation.testAccuracy)}`;
}

/** Where the figures come from. */
export function evaluationNotes(evaluation: RunEvaluation): string {
  const { model, trainedWith, steps, data, examples, correct, testLoss, seconds, engine } = evaluation;
  const lines = [
    `Model: ${model} (${trainedWith}, ${formatCountOf(steps, "step")})`,
    `Engine: ${engine.description} (${engine.reason})`,
    `Tested on ${formatCountOf(examples, "example")} of ${data} in ${formatSeconds(seconds)}: ${formatCount(correct)} right, mean loss ${formatLoss(testLoss)}.`,
  ];
  return `${lines.join("\n")}\n`;
}

/** One JSON document. @param minAccuracy the gate, where there is one */
export function evaluationJson(evaluation: RunEvaluation, minAccuracy?: number): string {
  const { testAccuracy, testLoss, confusion, ...rest } = evaluation;
  const document = {
    testAccuracy,
    testLoss,
    minAccuracy: accuracyGate(testAccuracy, minAccuracy),
    ...rest,
    perClass: classFigures(evaluation),
    confusion,
  };
  return `${JSON.stringify(document)}\n`;
}

function classFigures({ confusion }: RunEvaluation): ClassFigures[] {
  return confusion.map((row, label) => {
    const examples = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[label], 0);
    const correct = row[label];
    const wrong = row.map((count, prediction) => (prediction === label ? 0 : count));
    const most = Math.max(...wrong);
    return {
      class: label,
      examples,
      correct,
      recall: examples === 0 ? null : correct / examples,
      precision: predicted === 0 ? null : correct / predicted,
      confusedWith: most === 0 ? null : wrong.indexOf(most),
    };
  });
}
