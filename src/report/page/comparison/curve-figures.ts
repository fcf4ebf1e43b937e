import type { Comparison } from "../../../compare/comparison.js";
import { formatInterval, formatPoints } from "../../comparison/points.js";
import { metricNames } from "../../comparison/text.js";
import { formatAccuracy, formatCount, formatCountOf, formatPercent, formatSeconds } from "../../numbers.js";
import type { Figure } from "../figure.js";
import { lineChart, type Point } from "../plots/line-chart.js";
import type { Axis } from "../plots/scales.js";
import type { MeanCurve, MeanPoint } from "./curves.js";
import { matrix } from "./matrix.js";

/** More bands than these hide each other. */
const mostBands = 6;

/** How the error falls by three measures of the training, and how the differences from the baseline develop. */
export function curveFigures(comparison: Comparison, curves: readonly MeanCurve[]): Figure[] {
  const error = `${metricNames[comparison.metric].replace("accuracy", "error")}`;
  const banded = curves.length <= mostBands;
  const seeds = formatCountOf(comparison.seeds.length, "seed");
  const band = banded ? " Band: from the lowest to the highest seed." : "";
  const errorChart = (name: string, of: string, x: Axis, amount: (point: MeanPoint) => number) => ({
    name,
    plot: lineChart({
      name,
      title: `${error} by ${of}`,
      description: `${error}, a line a contestant: ${ends(curves, ({ mean }) => formatPercent(1 - mean, 2))}.`,
      note: `Line: mean of ${seeds}.${band}`,
      x,
      y: { label: `${error.toLowerCase()} (1 - accuracy)`, scale: "log", ticks: "percent" },
      series: curves.map((curve) => ({
        name: curve.name,
        points: curve.points.map((point) => errorAt(point, amount(point), banded)),
      })),
    }),
  });
  return [
    {
      ...errorChart("by-epochs", "epochs", { label: "epochs", ticks: wholeEpochs(curves) }, ({ epoch }) => epoch),
      caption: "At equal epochs every contestant has seen the same examples.",
      numbers: matrix(
        `${metricNames[comparison.metric]}: mean (lowest to highest seed)`,
        curves,
        ({ mean, lowest, highest }) =>
          `${formatAccuracy(mean)} (${formatAccuracy(lowest)} to ${formatAccuracy(highest)})`,
      ),
    },
    {
      ...errorChart(
        "by-backward-passes",
        "backward passes",
        { label: "examples through the backward pass", includes: [0] },
        ({ backwardExamples }) => backwardExamples,
      ),
      caption: "A skipped example costs no backward pass: mining stands further to the left.",
      numbers: matrix("Examples through the backward pass, mean over the seeds", curves, ({ backwardExamples }) =>
        formatCount(backwardExamples),
      ),
    },
    {
      ...errorChart(
        "by-seconds",
        "seconds",
        { label: "seconds on one thread", includes: [0] },
        ({ seconds }) => seconds,
      ),
      caption: `Seconds are counted work at costs measured on ${comparison.exploratory.costs.cpu}.`,
      numbers: matrix("Seconds, mean over the seeds", curves, ({ seconds }) => formatSeconds(seconds)),
    },
    differenceFigure(comparison, curves, banded),
  ];
}

function differenceFigure({ baseline, alpha, margin, seeds }: Comparison, all: readonly MeanCurve[], banded: boolean) {
  const level = formatPercent(1 - alpha, 0);
  const [name, [reference, ...curves]] = ["differences", all];
  const around = banded ? ` Band: its ${level} interval at that epoch alone, outside the verdict.` : "";
  return {
    name,
    plot: lineChart({
      name,
      title: `Difference from ${baseline} by epochs`,
      description: `Points, a line a contestant: ${ends(curves, ({ difference }) => formatPoints(difference))}.`,
      note: `Line: mean of ${formatCountOf(seeds.length, "seed")}, paired.${around}`,
      x: { label: "epochs", ticks: wholeEpochs(curves) },
      y: { label: `points; above 0: better than ${baseline}`, includes: [-100 * margin, 0, 100 * margin] },
      series: [
        { name: baseline, points: reference.points.map(({ epoch }) => ({ x: epoch, y: 0 })) },
        ...curves.map((curve) => ({
          name: curve.name,
          points: curve.points.map((point) => differenceAt(point, banded)),
        })),
      ],
    }),
    caption: "The verdict is about the last epoch only; earlier ones show whether mining is ahead for a while.",
    numbers: matrix(`Points from ${baseline}, with the ${level} interval of each alone`, curves, (point) => {
      return `${formatPoints(point.difference)} ${formatInterval(point.interval)}`;
    }),
  };
}

/** The end of each line, for those who do not see it. */
function ends(curves: readonly MeanCurve[], text: (point: MeanPoint) => string): string {
  const known = curves.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${name} ends at ${text(last)}`];
  });
  return known.join(", ");
}

function errorAt({ mean, lowest, highest }: MeanPoint, x: number, banded: boolean): Point {
  return { x, y: 1 - mean, ...(banded ? { low: 1 - highest, high: 1 - lowest } : {}) };
}

function differenceAt({ epoch, difference, interval: [low, high] }: MeanPoint, banded: boolean): Point {
  return { x: epoch, y: 100 * difference, ...(banded ? { low: 100 * low, high: 100 * high } : {}) };
}

function wholeEpochs(curves: readonly MeanCurve[]): "whole" | undefined {
  const isWhole = curves.every(({ points }) => points.every(({ epoch }) => Number.isInteger(epoch)));
  return isWhole ? "whole" : undefined;
}
