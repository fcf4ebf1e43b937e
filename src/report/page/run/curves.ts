import type { EpochDone, EvaluationDone } from "../../../train/events.js";
import { formatAccuracy, formatCount, formatLoss, formatPercent, formatSeconds } from "../../numbers.js";
import type { Figure } from "../figure.js";
import type { Html } from "../html.js";
import { type LineChart, lineChart, type Point } from "../plots/line-chart.js";
import { type Column, table } from "../table.js";
import type { History } from "./history.js";

/** The curves of a run by step, with the seconds of training as a second scale. */
export function curves(history: History): Figure[] {
  return [lossCurve(history), accuracyCurve(history), keptCurve(history), rateCurve(history)];
}

function lossCurve(history: History): Figure {
  const { batches, epochs } = history;
  const losses = batches.map((batch) => ({ x: batch.step, y: batch.meanLoss }));
  const objectives = batches.map((batch) => ({ x: batch.step, y: batch.objective }));
  return {
    ...plotOf("loss", history, {
      title: "Loss",
      description: course("mean loss of an epoch", epochs, ({ meanLoss }) => formatLoss(meanLoss)),
      y: { label: "nats", scale: "log" },
      series: [
        { name: "mean loss", points: ofEpochs(epochs, ({ meanLoss }) => meanLoss), single: losses },
        { name: "objective", points: ofEpochs(epochs, ({ objective }) => objective), single: objectives },
      ],
      note: epochs.length > 0 && batches.length > 0 ? "Means over each epoch; faint: single batches." : undefined,
    }),
    caption: "The mean loss is that of all examples; the objective is what a step minimises.",
    numbers: epochTable(history, [
      { header: "mean loss", cell: ({ meanLoss }) => formatLoss(meanLoss) },
      { header: "objective", cell: ({ objective }) => formatLoss(objective) },
    ]),
  };
}

function accuracyCurve(history: History): Figure {
  const { epochs, evaluations } = history;
  const atEpoch = (some: readonly EvaluationDone[], steps: number) => some.find((done) => done.steps === steps);
  return {
    ...plotOf("accuracy", history, {
      title: "Accuracy",
      description: course("test accuracy", evaluations, ({ testAccuracy }) => formatAccuracy(testAccuracy)),
      y: { label: "share of right predictions", ticks: "percent" },
      series: [
        { name: "training", points: ofEpochs(epochs, ({ trainAccuracy }) => trainAccuracy) },
        { name: "test", points: ofEpochs(evaluations, ({ testAccuracy }) => testAccuracy) },
      ],
    }),
    caption: "Of an epoch's batches as each was trained, and of the test images when they were evaluated.",
    numbers: epochTable(history, [
      { header: "training", cell: ({ trainAccuracy }) => formatAccuracy(trainAccuracy) },
      {
        header: "test",
        cell: ({ steps }) => {
          const done = atEpoch(evaluations, steps);
          return done === undefined ? "–" : formatAccuracy(done.testAccuracy);
        },
      },
    ]),
  };
}

function keptCurve(history: History): Figure {
  const { batches, epochs } = history;
  const ofBatches = batches.map((batch) => ({ x: batch.step, y: batch.keptFraction }));
  return {
    ...plotOf("kept-fraction", history, {
      title: "Kept fraction",
      description: course("kept fraction of an epoch", epochs, ({ keptFraction }) => formatPercent(keptFraction, 1)),
      y: { label: "share of examples", ticks: "percent", includes: [0, 1] },
      series: [{ name: "kept", points: ofEpochs(epochs, ({ keptFraction }) => keptFraction), single: ofBatches }],
    }),
    caption: "Only these examples went through the backward pass.",
    numbers: epochTable(history, [
      { header: "kept", cell: ({ keptFraction }) => formatPercent(keptFraction, 1) },
      { header: "examples backward", cell: ({ backwardExamples }) => formatCount(backwardExamples) },
    ]),
  };
}

function rateCurve(history: History): Figure {
  const { batches, epochs } = history;
  const recorded = batches.length > 0 ? batches.map((batch) => ({ x: batch.step, y: batch.lr ?? null })) : undefined;
  return {
    ...plotOf("learning-rate", history, {
      title: "Learning rate",
      description: course("learning rate in the last step of an epoch", epochs, ({ lr }) => String(lr ?? "unknown")),
      y: { label: "Adam's learning rate", includes: [0] },
      series: [{ name: "learning rate", points: recorded ?? ofEpochs(epochs, ({ lr }) => lr ?? null) }],
    }),
    caption: "Of Adam, in the steps that have a log line.",
    numbers: epochTable(history, [{ header: "learning rate, last step", cell: ({ lr }) => lr ?? "–" }]),
  };
}

function plotOf(name: string, { seconds }: History, words: Omit<LineChart, "name" | "x" | "above">) {
  // While no epoch is done, its batches are all there is.
  const series = words.series.map(({ points, single, ...rest }) =>
    points.length === 0 ? { ...rest, points: single ?? [] } : { ...rest, points, single },
  );
  const x = { label: "step", ticks: "whole", includes: [0, seconds.at(-1)?.[0] ?? 0] } as const;
  return {
    name,
    plot: lineChart({ ...words, series, name, x, above: { label: "seconds of training", values: seconds } }),
  };
}

function ofEpochs<T extends { readonly steps: number }>(done: readonly T[], y: (one: T) => number | null): Point[] {
  return done.map((one) => ({ x: one.steps, y: y(one) }));
}

/** The text alternative: the first and the last value. */
function course<T extends { readonly steps: number }>(
  what: string,
  done: readonly T[],
  text: (one: T) => string,
): string {
  const [first, last] = [done.at(0), done.at(-1)];
  if (first === undefined || last === undefined) return `By step: no epoch is done yet, so there is no ${what}.`;
  const begin = `By step: the ${what} is ${text(first)} at step ${formatCount(first.steps)}`;
  return first === last ? `${begin}.` : `${begin}, and ${text(last)} at step ${formatCount(last.steps)}.`;
}

function epochTable({ epochs, seconds }: History, columns: readonly Column<EpochDone>[]): Html {
  const at = new Map(seconds);
  return table(
    "By epoch",
    [
      { header: "epoch", kind: "heading", cell: ({ epoch }) => epoch },
      { header: "steps", cell: ({ steps }) => formatCount(steps) },
      { header: "seconds", cell: ({ steps }) => formatSeconds(at.get(steps) ?? 0) },
      ...columns,
    ],
    epochs,
  );
}
