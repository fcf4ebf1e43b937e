import type { Dataset } from "../data/dataset.js";
import type { Forward } from "../engine/engine.js";

/** What a run has seen of each training example; a checkpoint holds all of it. */
export interface Ledger {
  /** [count] how often the example had a non-zero weight */
  readonly timesSelected: Uint32Array;
  /** [count] its per-example loss when it was last in a batch; negative: it has been in none */
  readonly lastLoss: Float32Array;
  /** [count] the class that was predicted then */
  readonly lastPrediction: Uint8Array;
}

export function emptyLedger(count: number): Ledger {
  return {
    timesSelected: new Uint32Array(count),
    lastLoss: new Float32Array(count).fill(-1),
    lastPrediction: new Uint8Array(count),
  };
}

/** Enters one batch. @param weights [N] d objective / d losses */
export function record(ledger: Ledger, indices: Uint32Array, forward: Forward, weights: Float32Array): void {
  for (let i = 0; i < indices.length; i++) {
    const example = indices[i];
    ledger.lastLoss[example] = forward.losses[i];
    ledger.lastPrediction[example] = forward.predictions[i];
    if (weights[i] !== 0) ledger.timesSelected[example] += 1;
  }
}

/** One line per example, in the order of the data set; fields of an example that was in no batch yet are empty. */
export function ledgerCsv(ledger: Ledger, { labels }: Dataset): string {
  const lines = ["index,label,last_prediction,last_loss,times_selected"];
  for (let example = 0; example < labels.length; example++) {
    const loss = ledger.lastLoss[example];
    const last = loss < 0 ? "," : `${ledger.lastPrediction[example]},${Number(loss.toPrecision(7))}`;
    lines.push(`${example},${labels[example]},${last},${ledger.timesSelected[example]}`);
  }
  return `${lines.join("\n")}\n`;
}
