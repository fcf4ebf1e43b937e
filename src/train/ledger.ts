import type { Forward } from "../engine/engine.js";
import type { LossHistory } from "./loss-history.js";
import type { LoopState } from "./state.js";

/**
 * What a run has seen of each training example; a checkpoint holds all of it. In the first epoch predictions follow
 * the first steps of training more than the example, so most counts begin with the second (see `countedFrom`).
 * Takes 22 + classes bytes per example, and one for each epoch that is kept: 1.9 MB for MNIST, and 0.5 MB for ten
 * epochs.
 */
export interface Ledger {
  /** [count] how often the example had a non-zero weight, from the first epoch on */
  readonly timesSelected: Uint32Array;
  /** [count] its per-example loss when it was last in a batch; negative: it has been in none */
  readonly lastLoss: Float32Array;
  /** [count] the class that was predicted then */
  readonly lastPrediction: Uint8Array;
  /** [count] how often it was in a batch, from `countedFrom` on, as everything below */
  readonly presentations: Uint32Array;
  /** [count] sum of its per-example losses, nats */
  readonly lossSum: Float64Array;
  /** [count, classes] how often each class was predicted; never above `mostCounted` */
  readonly timesPredicted: Uint8Array;
  /** [count] how often it was predicted wrong after it was right in the epoch before; never above `mostCounted` */
  readonly forgettings: Uint8Array;
  /** its losses in earlier epochs, from the first on; grows in place */
  readonly lossHistory: LossHistory;
}

/** Counts in single bytes stay here. */
const mostCounted = 255;

export function emptyLedger(count: number, classes: number): Ledger {
  return {
    timesSelected: new Uint32Array(count),
    lastLoss: new Float32Array(count).fill(-1),
    lastPrediction: new Uint8Array(count),
    ...emptyCounts(count, classes),
    lossHistory: [],
  };
}

/** The part of a ledger that models of early versions do not have. */
export function emptyCounts(count: number, classes: number) {
  return {
    presentations: new Uint32Array(count),
    lossSum: new Float64Array(count),
    timesPredicted: new Uint8Array(count * classes),
    forgettings: new Uint8Array(count),
  };
}

/**
 * The epoch from which the ledger counts presentations: 1, the second. A run that resumes from a model of an early
 * version, which has no counts, begins with the next whole epoch.
 */
export function countedFrom({ presentations }: Ledger, { epoch, batch }: Pick<LoopState, "epoch" | "batch">): number {
  const begun = batch > 0 ? epoch + 1 : epoch;
  return Math.max(1, begun - presentations.reduce((a, b) => Math.max(a, b), 0));
}

/**
 * Enters one batch.
 * @param sums of the epoch, which get its repeated mistakes
 * @param labels of the whole training set
 * @param weights [N] d objective / d losses
 * @param counted whether this epoch's presentations are counted
 */
export function record(
  ledger: Ledger,
  sums: Pick<LoopState["sums"], "repeated" | "repeatedSelected">,
  indices: Uint32Array,
  labels: Uint8Array,
  { losses, predictions }: Forward,
  weights: Float32Array,
  counted: boolean,
): void {
  const { timesSelected, lastLoss, lastPrediction, presentations, lossSum, timesPredicted, forgettings } = ledger;
  const classes = timesPredicted.length / timesSelected.length;
  for (let i = 0; i < indices.length; i++) {
    const example = indices[i];
    const prediction = predictions[i];
    const label = labels[example];
    const selected = weights[i] !== 0;
    if (prediction !== label && prediction === lastPrediction[example] && lastLoss[example] >= 0) {
      sums.repeated += 1;
      if (selected) sums.repeatedSelected += 1;
    }
    if (counted) {
      const cell = example * classes + prediction;
      presentations[example] += 1;
      lossSum[example] += losses[i];
      if (timesPredicted[cell] < mostCounted) timesPredicted[cell] += 1;
      const forgotten = prediction !== label && lastPrediction[example] === label;
      if (forgotten && forgettings[example] < mostCounted) forgettings[example] += 1;
    }
    lastLoss[example] = losses[i];
    lastPrediction[example] = prediction;
    if (selected) timesSelected[example] += 1;
  }
}

/** The share of an example's counted presentations that a count of `timesPredicted` is; at least one was counted. */
export function shareOf(timesPredicted: number, presentations: number): number {
  return timesPredicted / Math.min(presentations, mostCounted);
}

/**
 * The class other than `except` that was predicted most often; of equally frequent ones the lowest.
 * @param except undefined: any class
 * @returns its number, and how often it was predicted
 */
export function mostPredicted(ledger: Ledger, example: number, except?: number): { class: number; times: number } {
  const classes = ledger.timesPredicted.length / ledger.timesSelected.length;
  const most = { class: except === 0 ? 1 : 0, times: 0 };
  for (let other = 0; other < classes; other++) {
    const times = ledger.timesPredicted[example * classes + other];
    if (other !== except && times > most.times) {
      most.class = other;
      most.times = times;
    }
  }
  return most;
}

/** [examples] how often each was in a batch, from the first epoch on. @param loop of the run whose ledger it is */
export function timesSeen(ledger: Ledger, loop: Pick<LoopState, "epoch" | "batch">): Uint32Array {
  // What was not counted, every example has been in, but for the first epoch while it is under way.
  const before = Math.min(countedFrom(ledger, loop), Math.max(1, loop.epoch));
  return ledger.presentations.map((counted, example) => (ledger.lastLoss[example] < 0 ? 0 : counted + before));
}
