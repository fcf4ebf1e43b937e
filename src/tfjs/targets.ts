import {
  cast,
  concat,
  min,
  oneHot,
  reshape,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tidy,
} from "@tensorflow/tfjs-core";
import { InputError } from "../errors/errors.js";

/** The labels of a batch, one row per prediction. */
export interface Targets {
  /** [rows, classes], one-hot; zeros where the label is ignored. The caller disposes it. */
  readonly oneHot: Tensor2D;
  /** [rows] 1 for a row that counts, 0 for an ignored one; undefined: all count */
  readonly counts: Uint8Array | undefined;
}

/** How far soft labels may be from a sum of 1. */
const sumTolerance = 1e-3;

/**
 * @param labels of the predictions' shape (one-hot), or of their shape without the last dimension (integers)
 * @param shape of the predictions, the classes last
 * @throws InputError for an empty batch, for labels of any other shape, for integer labels that are neither a class nor
 * `ignoreLabel`, and for one-hot labels that are negative or sum to neither 1 nor 0
 */
export function readTargets(labels: Tensor, shape: readonly number[], ignoreLabel: number | undefined): Targets {
  const classes = shape.at(-1) ?? 0;
  if (shape.length < 2 || classes < 2) {
    const hint = classes === 1 ? '; for outputs of a sigmoid set from: "sigmoid"' : "";
    throw new InputError(
      `predictions must be of shape [N, ..., classes] with at least 2 classes, not [${shape}]${hint}`,
    );
  }
  if (shape.includes(0)) {
    throw new InputError(`the batch is empty: expected at least one prediction, got predictions of shape [${shape}]`);
  }
  if (sameShape(labels.shape, shape)) return readOneHot(labels, classes);
  if (sameShape(labels.shape, shape.slice(0, -1))) return readIntegers(labels, classes, ignoreLabel);
  throw new InputError(
    `labels for predictions of shape [${shape}] must be one-hot of that shape or integers of shape ` +
      `[${shape.slice(0, -1)}], not [${labels.shape}]`,
  );
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

function readOneHot(labels: Tensor, classes: number): Targets {
  const rows = tidy(() => reshape(cast(labels, "float32"), [-1, classes]) as Tensor2D);
  // one read for both: each waits for the device
  const read = tidy(() => concat([sum(rows, 1), min(rows, 1)]).dataSync<"float32">());
  const sums = read.subarray(0, read.length / 2);
  sums.forEach((total, row) => {
    const least = read[sums.length + row];
    if (least >= 0 && (total === 0 || Math.abs(total - 1) <= sumTolerance)) return;
    rows.dispose();
    const wrong = least < 0 ? `holds ${least}` : `sums to ${total}`;
    throw new InputError(
      `the one-hot label of prediction ${row} ${wrong}: expected numbers >= 0 that sum to 1, or only zeros, to be ` +
        "ignored; to weigh examples, pass example weights",
    );
  });
  return { oneHot: rows, counts: countsOf(sums.length, (row) => sums[row] !== 0) };
}

function readIntegers(labels: Tensor, classes: number, ignoreLabel: number | undefined): Targets {
  const values = labels.dataSync();
  values.forEach((label, row) => {
    if (label === ignoreLabel || (Number.isInteger(label) && label >= 0 && label < classes)) return;
    const ignored = ignoreLabel === undefined ? "" : `, or ${ignoreLabel} to be ignored`;
    throw new InputError(`label ${label} of prediction ${row} must be an integer from 0 to ${classes - 1}${ignored}`);
  });
  const counts = countsOf(values.length, (row) => values[row] !== ignoreLabel);
  const indices = Int32Array.from(values, (label) => (label === ignoreLabel ? -1 : label));
  return {
    // cast afterwards, because tfjs's wasm backend writes integers whatever type it is given
    oneHot: tidy(() => cast(oneHot(tensor1d(indices, "int32"), classes), "float32") as Tensor2D),
    counts,
  };
}

function countsOf(rows: number, counts: (row: number) => boolean): Uint8Array | undefined {
  const marks = Uint8Array.from({ length: rows }, (_, row) => (counts(row) ? 1 : 0));
  return marks.includes(0) ? marks : undefined;
}
