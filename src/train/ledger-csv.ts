import type { Dataset } from "../data/dataset.js";
import { type Ledger, mostPredicted, shareOf } from "./ledger.js";

/** README describes them. */
const columns = [
  "index",
  "label",
  "original_label",
  "last_prediction",
  "last_loss",
  "times_selected",
  "presentations",
  "mean_loss",
  "most_frequent_prediction",
  "most_frequent_share",
  "forgettings",
];

/** One line per example, in the order of the data set; fields for which nothing has been seen yet are empty. */
export function ledgerCsv(ledger: Ledger, { labels, origin }: Dataset): string {
  const { timesSelected, lastLoss, lastPrediction, presentations, lossSum, forgettings } = ledger;
  const lines = [columns.join(",")];
  for (let example = 0; example < labels.length; example++) {
    const index = origin?.indices[example] ?? example;
    const original = origin?.labels[example] ?? labels[example];
    const loss = lastLoss[example];
    const last = loss < 0 ? "," : `${lastPrediction[example]},${decimal(loss)}`;
    const seen = presentations[example];
    let counts = `${seen},,,,${forgettings[example]}`;
    if (seen > 0) {
      const most = mostPredicted(ledger, example);
      const share = decimal(shareOf(most.times, seen));
      counts = `${seen},${decimal(lossSum[example] / seen)},${most.class},${share},${forgettings[example]}`;
    }
    lines.push(`${index},${labels[example]},${original},${last},${timesSelected[example]},${counts}`);
  }
  return `${lines.join("\n")}\n`;
}

/** As many digits as a 32-bit float has. */
function decimal(value: number): number {
  return Number(value.toPrecision(7));
}
