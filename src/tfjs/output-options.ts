import { InputError } from "../errors/errors.js";
import { requireInteger } from "../errors/require-integer.js";
import { maxSeed } from "../random.js";

/** After `from` comes what a model puts out; the last two are one output that decides between two classes. */
export type OutputKind = "logits" | "probabilities" | "sigmoid" | "sigmoid-logits";

/** "mean" is the objective, a scalar; "none" are the examples' contributions, whose mean is the objective. */
export type Reduction = "mean" | "none";

/** What a loss needs to know about a model's outputs and labels, and what it returns. */
export interface OutputOptions {
  /**
   * The model's outputs: logits (the default) or probabilities, as after a softmax layer. Prefer logits, because a
   * probability that underflows to 0 in 32 bits has no gradient. Outputs of the first batch that are obviously of the
   * other kind are refused with an InputError.
   *
   * "sigmoid" and "sigmoid-logits" are the two-class form, binary cross-entropy, as in detection: each output, after a
   * sigmoid or before it, is a prediction of its own (an anchor, say), and is the probability of class 1.
   */
  readonly from?: OutputKind | undefined;
  /** An integer label whose predictions are ignored, such as 255 in segmentation. All-zero one-hot labels are too. */
  readonly ignoreLabel?: number | undefined;
  /** Seed of the losses that draw examples (random, selective-backprop). Default: 0. */
  readonly seed?: number | undefined;
  /**
   * "mean" (the default) or "none", which `classWeight` in `model.fit` needs. tfjs multiplies what a loss returns by
   * the examples' class weights, so a scalar is scaled by the batch's mean weight, and a class of weight 0 is still
   * learned. With "none", each example's gradient is scaled by its own class weight. The mean is the objective for
   * losses of your own, too, with or without `contribution`.
   *
   * The loss selects before tfjs applies the weights: hard examples of a class of weight 0 still take their share of
   * the selection. To keep examples out of it, give them all-zero one-hot labels.
   */
  readonly reduction?: Reduction | undefined;
}

const outputKinds: readonly OutputKind[] = ["logits", "probabilities", "sigmoid", "sigmoid-logits"];

/** Their names, which stand beside a loss's own parameters. */
export const outputOptions = ["from", "ignoreLabel", "seed", "reduction"] as const satisfies (keyof OutputOptions)[];

/** @throws InputError for an illegal value */
export function checkOutputOptions({ from, ignoreLabel, seed, reduction }: OutputOptions): void {
  if (ignoreLabel !== undefined && !Number.isInteger(ignoreLabel)) {
    throw new InputError(`ignoreLabel must be an integer, not ${JSON.stringify(ignoreLabel)}`);
  }
  if (seed !== undefined) requireInteger("seed", seed, 0, maxSeed);
  if (from !== undefined && !outputKinds.includes(from)) {
    const [last, ...others] = outputKinds.toReversed();
    throw new InputError(`from must be ${others.reverse().join(", ")} or ${last}, not ${JSON.stringify(from)}`);
  }
  if (reduction !== undefined && reduction !== "mean" && reduction !== "none") {
    throw new InputError(`reduction must be mean or none, not ${JSON.stringify(reduction)}`);
  }
}

/**
 * Refuses outputs of the wrong kind: logits taken for probabilities give no finite loss, and with probabilities taken
 * for logits a net hardly learns.
 *
 * @param outputs [rows, classes], flattened; of a sigmoid [rows]
 * @param from the option; undefined: not given, so logits
 * @throws InputError that says which option fits
 */
export function checkOutputs(outputs: ArrayLike<number>, classes: number, from: OutputKind | undefined): void {
  if (from === "sigmoid-logits") return;
  if (from === "sigmoid") {
    checkSigmoid(outputs);
    return;
  }
  const wrong = firstImproperRow(outputs, classes);
  if (from === "probabilities" && wrong !== undefined) {
    const shown = `prediction ${wrong.row} holds ${wrong.least} and sums to ${wrong.sum}`;
    throw new InputError(
      `the predictions are not probabilities (${shown}): set from: "logits", or add a softmax layer`,
    );
  }
  if (from === undefined && wrong === undefined) {
    throw new InputError(
      'the predictions look like probabilities: set from: "probabilities" (or "logits", if that is what they are)',
    );
  }
}

function checkSigmoid(outputs: ArrayLike<number>): void {
  const wrong = Array.from(outputs).findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong < 0 || Number.isNaN(outputs[wrong])) return;
  const shown = `prediction ${wrong} is ${outputs[wrong]}`;
  throw new InputError(
    `the predictions are no outputs of a sigmoid (${shown}): set from: "sigmoid-logits", or add a sigmoid`,
  );
}

/** The first row that is not a probability distribution. */
function firstImproperRow(outputs: ArrayLike<number>, classes: number) {
  for (let row = 0; row * classes < outputs.length; row++) {
    let sum = 0;
    let least = Infinity;
    for (let i = row * classes; i < (row + 1) * classes; i++) {
      sum += outputs[i];
      least = Math.min(least, outputs[i]);
    }
    if (!(least >= 0 && Math.abs(sum - 1) < 1e-2)) return { row, sum, least };
  }
  return undefined;
}
