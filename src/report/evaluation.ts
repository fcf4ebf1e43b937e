import { dirname } from "node:path";
import type { RunEvaluation } from "../run/evaluate-run.js";
import { localTime } from "../run/local-time.js";
import { recalls } from "../train/evaluation.js";
import { accuracyGate } from "./accuracy-gate.js";
import { shortPath } from "./commands.js";
import type { ClassFigures, EvalDocument } from "./documents/eval-document.js";
import { testedNote } from "./notes.js";
import { formatAccuracy, formatCount, formatCountOf } from "./numbers.js";
import { resultLine } from "./result-line.js";
import { type Column, createTable } from "./table.js";
import { lineWidth, type Output, wrapLine } from "./terminal.js";

const figureColumns: readonly Column<ClassFigures>[] = [
  { header: "examples", cell: ({ examples }) => formatCount(examples), dropped: 1 },
  { header: "right", cell: ({ correct }) => formatCount(correct), dropped: 2 },
  { header: "recall", cell: ({ recall }) => (recall === null ? "-" : formatAccuracy(recall)) },
  { header: "precision", cell: ({ precision }) => (precision === null ? "-" : formatAccuracy(precision)), dropped: 3 },
];

export function classColumns(classNames: RunEvaluation["classNames"]): Column<ClassFigures>[] {
  // A model may have more classes than its test data.
  const nameOf = (label: number) => [label, ...(classNames?.slice(label, label + 1) ?? [])].join(" ");
  const align = classNames && ({ align: "left" } as const);
  return [
    { header: "class", cell: (row) => nameOf(row.class), ...align },
    ...figureColumns,
    {
      header: "most confused with",
      cell: ({ confusedWith }) => (confusedWith === null ? "-" : nameOf(confusedWith)),
      ...align,
      dropped: 4,
    },
  ];
}

/** A table with a row for each class, the balanced accuracy, then the line that also ends a training. */
export function evaluationText(evaluation: RunEvaluation, stdout: Output): string {
  const figures = classFigures(evaluation);
  const marked = [...classColumns(evaluation.classNames), worstColumn(figures)];
  const { header, row } = createTable(marked, lineWidth(stdout), figures);
  const balanced = `Balanced Accuracy: ${formatAccuracy(evaluation.balancedAccuracy)}`;
  return `${[header, ...figures.map(row), balanced].join("\n")}\n${resultLine(evaluation.testAccuracy, stdout)}`;
}

/** Marks the lowest recall, where not all are equal. */
function worstColumn(figures: readonly ClassFigures[]): Column<ClassFigures> {
  const known = figures.map(({ recall }) => recall).filter((recall) => recall !== null);
  const worst = Math.min(...known);
  const cell = ({ recall }: ClassFigures) => (recall === worst && worst < Math.max(...known) ? "worst" : "");
  return { header: "", cell, dropped: 1 };
}

/** Which run is taken when none is named. @param model its model file @param missed the gate that it did not reach */
export function latestNote(model: string, started: Date, missed: number | undefined): string {
  const gate = missed === undefined ? "" : `, which missed its gate of ${missed}`;
  return `Latest run: ${shortPath(dirname(model))}, started ${localTime(started).replace("T", " ")}${gate}\n`;
}

/** A model file, and how it was trained. */
export function modelNote({
  model,
  trainedWith,
  steps,
}: Pick<RunEvaluation, "model" | "trainedWith" | "steps">): string {
  return `Model: ${shortPath(model)} (${trainedWith}, ${formatCountOf(steps, "step")})`;
}

/** The model, the engine and the data that the figures come from. */
export function evaluationNotes(evaluation: RunEvaluation, stderr: Output): string {
  const { engine, remark } = evaluation;
  const lines = [
    modelNote(evaluation),
    `Engine: ${engine.description} (${engine.reason})`,
    ...(remark === undefined ? [] : [`${remark}.`]),
    testedNote(evaluation, evaluation.data),
  ];
  return `${lines.map((line) => `${wrapLine(line, lineWidth(stderr))}\n`).join("")}\n`;
}

/** One JSON document. @param minAccuracy the gate, where there is one */
export function evaluationJson(evaluation: RunEvaluation, minAccuracy?: number): string {
  const { testAccuracy, balancedAccuracy, testLoss, confusion, predictions: _, ...rest } = evaluation;
  const document: EvalDocument = {
    testAccuracy,
    balancedAccuracy,
    testLoss,
    minAccuracy: accuracyGate(testAccuracy, minAccuracy),
    ...rest,
    perClass: classFigures(evaluation),
    confusion,
  };
  return `${JSON.stringify(document)}\n`;
}

/** What a confusion matrix says of each class. */
export function classFigures({ confusion }: Pick<RunEvaluation, "confusion">): ClassFigures[] {
  const recall = recalls(confusion);
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
      recall: recall[label],
      precision: predicted === 0 ? null : correct / predicted,
      confusedWith: most === 0 ? null : wrong.indexOf(most),
    };
  });
}
