import { encode } from "fast-png";
import type { RunInspection } from "../../../run/inspect-run.js";
import { timesSeen } from "../../../train/ledger.js";
import type { ClassFigures } from "../../documents/eval-document.js";
import { classFigures } from "../../evaluation.js";
import { formatAccuracy, formatCount, formatPercent } from "../../numbers.js";
import { type Html, html } from "../html.js";
import { type Column, table } from "../table.js";
import { mostColumns, namesOf } from "./names.js";

/** What the net does with each class. */
export interface ClassRow extends ClassFigures {
  readonly trainExamples: number;
  /** of the presentations of its training examples, the share with a non-zero weight; null: there were none */
  readonly keptShare: number | null;
}

export function classRows({ evaluation, checkpoint, data }: RunInspection): ClassRow[] {
  const { ledger, loop, classes } = checkpoint;
  const { labels } = data.train;
  const seen = timesSeen(ledger, loop);
  const [examples, presented, selected] = [0, 0, 0].map(() => new Float64Array(classes));
  for (let example = 0; example < labels.length; example++) {
    examples[labels[example]] += 1;
    presented[labels[example]] += seen[example];
    selected[labels[example]] += ledger.timesSelected[example];
  }
  return classFigures(evaluation).map((figures) => ({
    ...figures,
    trainExamples: examples[figures.class],
    keptShare: presented[figures.class] === 0 ? null : selected[figures.class] / presented[figures.class],
  }));
}

export function classTable(inspection: RunInspection, rows: readonly ClassRow[]): Html {
  const nameOf = namesOf(inspection);
  const columns: readonly Column<ClassRow>[] = [
    { header: "class", kind: "heading", cell: (row) => nameOf(row.class) },
    { header: "test images", cell: ({ examples }) => formatCount(examples) },
    { header: "right", cell: ({ correct }) => formatCount(correct) },
    { header: "recall", cell: ({ recall }) => (recall === null ? "–" : formatAccuracy(recall)) },
    { header: "precision", cell: ({ precision }) => (precision === null ? "–" : formatAccuracy(precision)) },
    { header: "most confused with", cell: ({ confusedWith }) => (confusedWith === null ? "–" : nameOf(confusedWith)) },
    { header: "training images", cell: ({ trainExamples }) => formatCount(trainExamples) },
    { header: "kept in training", cell: ({ keptShare }) => (keptShare === null ? "–" : formatPercent(keptShare, 1)) },
  ];
  return table("Each class, on the test images; at the right, how often training kept its images", columns, rows);
}

/** The confusion matrix; with many classes a picture of it, and the most frequent confusions. */
export function confusionMatrix(inspection: RunInspection): Html {
  const { confusion } = inspection.evaluation;
  return confusion.length > mostColumns ? largeMatrix(inspection) : smallMatrix(inspection);
}

function smallMatrix(inspection: RunInspection): Html {
  const { confusion } = inspection.evaluation;
  const nameOf = namesOf(inspection);
  const most = Math.max(1, ...confusion.flatMap((row, label) => row.filter((_, other) => other !== label)));
  const heads = confusion.map((_, label) => html`<th scope="col">${nameOf(label)}</th>`);
  const rows = confusion.map((row, label) => {
    const cells = row.map((count, prediction) => {
      if (prediction === label) return html`<td class="right">${formatCount(count)}</td>`;
      return count === 0 ? html`<td class="none">0</td>` : html`<td class="heat-${heat(count, most)}">${count}</td>`;
    });
    return html`<tr><th scope="row">${nameOf(label)}</th>${cells}</tr>\n`;
  });
  return html`<div class="scroll" tabindex="0"><table class="confusion">
<caption>Confusion matrix: rows are the labels, columns what the net says</caption>
<thead><tr><th scope="col">label</th>${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

/** 1 to 5 by the size of a count, on a scale of logarithms. */
function heat(count: number, most: number): number {
  return 1 + Math.round((4 * Math.log(count)) / Math.max(Math.log(most), 1e-9) || 0);
}

const mostConfusions = 30;

function largeMatrix(inspection: RunInspection): Html {
  const { confusion } = inspection.evaluation;
  const nameOf = namesOf(inspection);
  const size = confusion.length;
  const data = Uint8Array.from(confusion.flat(), (count, cell) => {
    const examples = confusion[Math.floor(cell / size)].reduce((sum, other) => sum + other, 0);
    return examples === 0 ? 0 : Math.round(255 * Math.sqrt(count / examples));
  });
  const png = Buffer.from(encode({ width: size, height: size, data, channels: 1, depth: 8 })).toString("base64");
  const pairs = confusion.flatMap((row, label) =>
    row.map((count, prediction) => ({ label, prediction, count })).filter(({ count }) => count > 0),
  );
  const wrong = pairs.filter(({ label, prediction }) => label !== prediction).sort((a, b) => b.count - a.count);
  return html`<figure class="matrix"><img class="digit" width="${size}" height="${size}"
alt="Confusion matrix of ${size} classes: a diagonal where the net is right; the table has the numbers"
src="data:image/png;base64,${png}">
<figcaption><p>Rows are the labels, columns what the net says: the larger a share of the row, the stronger.</p>
</figcaption></figure>
${table(
  `The most frequent confusions, of ${formatCount(wrong.length)} pairs`,
  [
    { header: "label", kind: "text", cell: ({ label }) => nameOf(label) },
    { header: "the net says", kind: "text", cell: ({ prediction }) => nameOf(prediction) },
    { header: "times", cell: ({ count }) => formatCount(count) },
  ],
  wrong.slice(0, mostConfusions),
)}`;
}
