import type { Dataset } from "../data/dataset.js";
import { type Ledger, mostPredicted, shareOf } from "./ledger.js";
import { keptEpochs, type LossHistory, lossOfCode } from "./loss-history.js";
import type { LoopState } from "./state.js";

const fixedColumns = {
  index: "the example's number in the original data set, from 0",
  label: "the label it was trained with",
  original_label: "its label in the original data set",
  last_prediction: "the class predicted when it was last in a batch",
  last_loss: "its loss then, in nats",
  times_selected: "how often it had a non-zero weight, from the first epoch on",
  presentations: "how often it was in a batch; this and the next four from the second epoch on",
  mean_loss: "mean loss over these presentations, in nats",
  most_frequent_prediction: "the class predicted most often",
  most_frequent_share: "in which share of the presentations",
  forgettings: "how often it was predicted wrong after it was right in the epoch before",
} as const;

/** The columns of examples.csv and what they mean; `ohem help files` prints them. */
export const ledgerColumns = {
  ...fixedColumns,
  loss_epoch_N: "its loss in epoch N before the last, within 3.2%; of more than 32 epochs in every 2nd, 4th, ...",
} as const;

/** Lines that become bytes together: 60,000 strings that live until the end cost 50 ms of garbage collection. */
const linesAtOnce = 256;
const digits = 7;
const leastScaled = 10 ** (digits - 1);
const scales = Array.from({ length: 16 }, (_, power) => 10 ** power);

/**
 * One line per example, in the order of the data set; fields for which nothing has been seen yet are empty.
 * @param loop of the run whose ledger it is
 */
export function ledgerCsv(
  ledger: Ledger,
  loop: Pick<LoopState, "epoch" | "batch">,
  { labels, origin }: Dataset,
): Uint8Array {
  const { timesSelected, lastLoss, lastPrediction, presentations, lossSum, forgettings, lossHistory } = ledger;
  const parts: Buffer[] = [];
  const header = [...Object.keys(fixedColumns), ...keptEpochs(loop).map((epoch) => `loss_epoch_${epoch}`)];
  let text = `${header.join(",")}\n`;
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
    const losses = lossFields(lossHistory, example);
    text += `${index},${labels[example]},${original},${last},${timesSelected[example]},${counts}${losses}\n`;
    if (example % linesAtOnce === 0) {
      parts.push(Buffer.from(text, "latin1"));
      text = "";
    }
  }
  return Buffer.concat([...parts, Buffer.from(text, "latin1")]);
}

/** By code, each after its comma. */
const lossTexts = Array.from({ length: 256 }, (_, code) => {
  return code === 0 ? "," : `,${Number(lossOfCode(code).toPrecision(3))}`;
});

function lossFields(history: LossHistory, example: number): string {
  let text = "";
  for (let row = 0; row < history.length; row++) text += lossTexts[history[row][example]];
  return text;
}

/** To as many digits as a 32-bit float has; faster than `toPrecision`. @param value at least 0, finite */
function decimal(value: number): number {
  const scale = scales.find((power) => value * power >= leastScaled);
  return scale === undefined ? Number(value.toPrecision(digits)) : Math.round(value * scale) / scale;
}
