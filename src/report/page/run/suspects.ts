import type { RunInspection } from "../../../run/inspect-run.js";
import type { EpochLoss } from "../../../train/loss-by-epoch.js";
import type { Suspect } from "../../../train/suspects.js";
import { formatCount, formatCountOf, formatLoss, formatPercent } from "../../numbers.js";
import { collapsedNote, suspectsCsv } from "../../suspects.js";
import { type Html, html } from "../html.js";
import { gallery, imageAt } from "../sprite.js";
import { table } from "../table.js";
import { namesOf } from "./names.js";
import { type SparkScale, sparkline, sparkScale } from "./sparkline.js";

/** A suspect, and all that the ledger has of it. */
export interface SuspectHistory extends Omit<Suspect, "example"> {
  readonly presentations: number;
  readonly lastLoss: number;
  readonly lastPrediction: number;
  /** how often it was predicted wrong after it was right in the epoch before */
  readonly forgettings: number;
  /** the classes that were predicted, most often first; the label may be among them */
  readonly predictions: readonly { readonly class: number; readonly times: number }[];
}

export function suspectHistories({ suspects, checkpoint }: RunInspection): SuspectHistory[] {
  if (typeof suspects === "string") return [];
  const { ledger, classes } = checkpoint;
  return suspects.suspects.map(({ example, ...suspect }) => ({
    ...suspect,
    presentations: ledger.presentations[example],
    lastLoss: ledger.lastLoss[example],
    lastPrediction: ledger.lastPrediction[example],
    forgettings: ledger.forgettings[example],
    predictions: Array.from({ length: classes }, (_, other) => {
      return { class: other, times: ledger.timesPredicted[example * classes + other] };
    })
      .filter(({ times }) => times > 0)
      .sort((a, b) => b.times - a.times || a.class - b.class),
  }));
}

export function suspectsPart(inspection: RunInspection, histories: readonly SuspectHistory[]): Html {
  const { suspects, data } = inspection;
  if (typeof suspects === "string") return html`<p class="note">There are none to show: ${suspects}.</p>`;
  if (histories.length === 0) {
    return html`<p>There are none: every training example was predicted as its label, in every epoch counted.</p>`;
  }
  const nameOf = namesOf(inspection);
  const scale = sparkScale(histories.map(({ losses }) => losses));
  const tiles = suspects.suspects.map(({ index, label, predicted, share, example, timesSelected, losses }) => ({
    image: imageAt(data.train.images, example),
    alt: `Training image ${index}: labelled ${nameOf(label)}, predicted ${nameOf(predicted)}`,
    caption: html`<span><b>${nameOf(label)}</b> → ${nameOf(predicted)}</span><span class="muted">
${formatPercent(share, 0)}, ${formatCount(timesSelected)}×</span>${scale && sparkline(losses, scale)}`,
  }));
  const epochs = suspects.from === suspects.to ? `epoch ${suspects.from}` : `epochs ${suspects.from} to ${suspects.to}`;
  const csv = Buffer.from(suspectsCsv(suspects)).toString("base64");
  const first = suspects.collapse === undefined ? "to look at first" : "that the net was wrong about most";
  const note = suspects.collapse && html`<p class="note">${collapsedNote}</p>\n`;
  return html`${note}<p>The ${formatCountOf(histories.length, "training example")} ${first}: the label → what the net
predicted instead, in which share of ${epochs}, and how often training selected it. Their labels may be wrong, or two
classes may share them. <a download="suspects.csv" href="data:text/csv;base64,${csv}">Save suspects.csv</a></p>
${scale && html`<p class="muted">${ofLines(scale)}</p>`}
${gallery("suspect", tiles, data.classNames !== undefined)}
<details><summary>What training has seen of them</summary>
${table(
  `The suspects, the most likely first; counted in ${epochs}, selections from the first epoch on`,
  [
    { header: "index", kind: "heading", cell: ({ index }) => index },
    { header: "label", kind: "text", cell: ({ label }) => nameOf(label) },
    {
      header: "predictions",
      kind: "text",
      cell: ({ predictions }) =>
        predictions.map((seen) => `${nameOf(seen.class)}\u00a0×\u00a0${seen.times}`).join(", "),
    },
    { header: "mean loss", cell: ({ meanLoss }) => formatLoss(meanLoss, 2) },
    { header: "last loss", cell: ({ lastLoss }) => formatLoss(lastLoss, 2) },
    { header: "forgotten", cell: ({ forgettings }) => formatCount(forgettings) },
    { header: "times selected", cell: ({ timesSelected }) => formatCount(timesSelected) },
    {
      header: "loss by epoch",
      kind: "text",
      cell: ({ losses }) => html`<span class="losses">${losses.map(epochAndLoss).join(", ")}</span>`,
    },
  ],
  histories,
)}</details>`;
}

function ofLines({ firstEpoch, lastEpoch, leastLoss, mostLoss }: SparkScale): string {
  const [least, most] = [leastLoss, mostLoss].map((loss) => formatLoss(loss, 2));
  return `The lines: loss in epochs ${firstEpoch} to ${lastEpoch}, on a log scale from ${least} to ${most} nats.`;
}

function epochAndLoss({ epoch, loss }: EpochLoss): string {
  return `${epoch}:\u00a0${formatLoss(loss, 1)}`;
}
