import type { RunSuspects } from "../run/suspects.js";
import { settledStep } from "../train/noise.js";
import type { Suspect } from "../train/suspects.js";
import { shortPath } from "./commands.js";
import type { SuspectsDocument } from "./documents/suspects-document.js";
import { formatCount, formatCountOf, formatLoss, formatPercent } from "./numbers.js";
import { type Column, createTable } from "./table.js";
import { lineWidth, type Output, wrapLine } from "./terminal.js";

const columns: readonly Column<Suspect>[] = [
  { header: "index", cell: ({ index }) => String(index) },
  { header: "label", cell: ({ label }) => String(label) },
  { header: "predicted", cell: ({ predicted }) => String(predicted) },
  { header: "share", cell: ({ share }) => formatPercent(share, 0) },
  { header: "mean loss", cell: ({ meanLoss }) => formatLoss(meanLoss, 2) },
  { header: "times selected", cell: ({ timesSelected }) => formatCount(timesSelected), dropped: 1 },
];

/** The model and what it has seen. */
export function suspectsNotes(found: RunSuspects, stderr: Output): string {
  const { model, trainedWith, train, data, from, to, steps, collapse } = found;
  const epochs = from === to ? `epoch ${from}` : `epochs ${from} to ${to}`;
  const lines = [
    `Model: ${shortPath(model)} (${trainedWith})`,
    `Ledger: ${epochs}, ${formatCountOf(train.count, "training example")} of ${data}`,
    ...(steps < settledStep ? [earlyNote(steps)] : []),
    ...(collapse === undefined ? [] : [collapsedNote]),
  ];
  return `${lines.map((line) => `${wrapLine(line, lineWidth(stderr))}\n`).join("")}\n`;
}

/** Of a run with a `collapse`. */
export const collapsedNote =
  "The net has collapsed to the uniform answer, its mean loss is that of guessing: this list means little.";

function earlyNote(steps: number): string {
  const early = `The run has made only ${formatCountOf(steps, "step")}: before step ${formatCount(settledStep)}`;
  return `${early} any net repeats its mistakes, so this list means little yet.`;
}

/** A row for each suspect, best first, and what they are. */
export function suspectsText({ suspects, collapse }: RunSuspects, stdout: Output): string {
  if (suspects.length === 0) return "No suspects: every example was predicted as its label, in every epoch counted.\n";
  const width = lineWidth(stdout);
  const { header, row } = createTable(columns, width, suspects);
  if (collapse !== undefined) return `${[header, ...suspects.map(row)].join("\n")}\n`;
  const end =
    `Look at these ${formatCountOf(suspects.length, "example")} first: their labels may be wrong, ` +
    "or two classes may share them.";
  return `${[header, ...suspects.map(row), "", wrapLine(end, width)].join("\n")}\n`;
}

/** The columns of the table in full, the score, and the losses by epoch. */
export function suspectsCsv({ suspects }: RunSuspects): string {
  const epochs = epochsOf(suspects);
  const lines = suspects.map(({ index, label, predicted, share, meanLoss, score, timesSelected, losses }) => {
    const known = new Map(losses.map(({ epoch, loss }) => [epoch, loss]));
    const byEpoch = epochs.map((epoch) => known.get(epoch));
    return [index, label, predicted, share, meanLoss, score, timesSelected, ...byEpoch].join(",");
  });
  const first = "index,label,predicted,share,mean_loss,score,times_selected";
  const header = [first, ...epochs.map((epoch) => `loss_epoch_${epoch}`)].join(",");
  return `${[header, ...lines].join("\n")}\n`;
}

/** In which a loss of any of them is known, ascending. */
function epochsOf(suspects: readonly Suspect[]): number[] {
  const all = suspects.flatMap(({ losses }) => losses.map(({ epoch }) => epoch));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** One JSON document. */
export function suspectsJson(found: RunSuspects): string {
  const { suspects, model, trainedWith, data, train, from, to, steps, collapse } = found;
  const listed = suspects.map(({ example: _, ...suspect }) => suspect);
  const document: SuspectsDocument = {
    suspects: listed,
    model,
    trainedWith,
    data,
    examples: train.count,
    epochs: { from, to },
    steps,
    collapsed: collapse !== undefined,
  };
  return `${JSON.stringify(document)}\n`;
}
