import { formatCount, formatCountOf, formatPercent, formatShare } from "../../numbers.js";
import type { Figure } from "../figure.js";
import { lineChart } from "../plots/line-chart.js";
import { table } from "../table.js";
import type { LossShare } from "./loss-share.js";

const names: Readonly<Record<number, string>> = { 2: "half", 3: "third", 8: "eighth", 16: "sixteenth" };

/** Where the loss sits: a curve, and a row for each of the usual ratios. */
export function lossFigure({ examples, byRatio, curve }: LossShare): Figure {
  const eighth = byRatio.find(({ ratio }) => ratio === 8);
  const description =
    `The share of the total loss that the hardest examples have, by their share of the examples: ` +
    `the hardest eighth has ${formatShare(eighth?.share ?? 0)}.`;
  const name = "loss-share";
  return {
    name,
    plot: lineChart({
      name,
      title: "Share of the loss, hardest examples first",
      description,
      x: { label: "share of the training examples, hardest first", ticks: "percent", includes: [0, 1] },
      y: { label: "share of the total loss", ticks: "percent", includes: [0, 1] },
      series: [
        { name: "this run", points: curve.map(([x, y]) => ({ x, y })) },
        { name: "if all were equally hard", points: [0, 1].map((share) => ({ x: share, y: share })) },
      ],
    }),
    caption: `Of ${formatCountOf(examples, "training example")}, each with its loss when it was last in a batch.`,
    numbers: table(
      "Points of the curve",
      [
        { header: "hardest examples", cell: ([share]) => formatPercent(share, 2) },
        { header: "their share of the loss", cell: ([, share]) => formatPercent(share, 2) },
      ],
      curve.filter((_, index) => index % 5 === 0),
    ),
  };
}

/** What a ratio would keep, were each batch like the whole set. */
export function ratioTable({ byRatio }: LossShare) {
  return table(
    "The share of the total loss in what a ratio would keep",
    [
      { header: "ratio", kind: "heading", cell: ({ ratio }) => ratio },
      { header: "keeps the hardest", kind: "text", cell: ({ ratio }) => names[ratio] },
      { header: "examples", cell: ({ examples }) => formatCount(examples) },
      { header: "share of the loss", cell: ({ share }) => formatShare(share) },
    ],
    byRatio,
  );
}
