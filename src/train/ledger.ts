import type { Dataset } from "../data/dataset.js";
import type { Forward } from "../engine/engine.js";

/** What a run has seen of each training example; a checkpoint holds it whole. */
export interface ExampleRecords {
  /** [count] how often the example had a non-zero weight */
  readonly timesSelected: Uint32Array;
  /** [count] its per-example loss when it was last in a batch; negative: it was in none yet */
  readonly lastLoss: Float32Array;
  /** [count] the class that was predicted then */
  readonly lastPrediction: Uint8Array;
}

export function emptyRecords(count: number): ExampleRecords {
  return {
    timesSelected: new Uint32Array(count),
    lastLoss: new Float32Array(count).fill(-1),
    lastPrediction: new Uint8Array(count),
  };
}

/** Notes one batch. @param weights [N] d objective / d losses */
export function record(records: ExampleRecords, indices: Uint32Array, forward: Forward, weights: Float32Array): void {
  for (let i = 0; i < indices.length; i++) {
    const example = indices[i];
    records.lastLoss[example] = forward.losses[i];
    records.lastPrediction[example] = forward.predictions[i];
    if (weights[i] !== 0) records.timesSelected[example] += 1;
  }
}

/** A line an example, in the data set's order; what is not known yet is left empty. */
export function recordsCsv(records: ExampleRecords, { labels }: Dataset): string {
  const lines = ["index,label,last_prediction,last_loss,times_selected"];
  for (let example = 0; example < labels.length; example++) {
    const loss = records.lastLoss[example];
    const last = loss < 0 ? "," : `${records.lastPrediction[example]},${Number(loss.toPrecision(7))}`;
    lines.push(`${example},${labels[example]},${last},${records.timesSelected[example]}`);
  }
  return `${lines.join("\n")}\n`;
}
