import { InputError } from "../errors/errors.js";

export type OutputKind = "logits" | "probabilities";

/** What a loss has to know about a model's outputs and labels. */
export interface OutputOptions {
  /**
   * What the model puts out: logits (the default) or probabilities, as after a softmax layer. Logits are the better choice: a probability that has
   * vanished in 32 bits has no gradient. What obviously contradicts this is refused in the first batch.
   */
  readonly from?: OutputKind;
  /** A label that makes a prediction count for nothing, as 255 does in segmentation. For integer labels; a one-hot label of zeros alone does the same. */
  readonly ignoreLabel?: number;
  /** Of what the loss draws (random, selective-backprop). Default: 0. */
  readonly seed?: number;
}

/** @throws InputError for a `from` that does not exist */
export function checkOutputOptions({ from }: OutputOptions): void {
  if (from !== undefined && from !== "logits" && from !== "probabilities") {
    throw new InputError(`from must be logits or probabilities, not ${JSON.stringify(from)}`);
  }
}

/**
 * Refuses outputs that are not what was said: logits taken for probabilities give no finite loss, probabilities taken for logits a net that hardly learns.
 *
 * @param outputs [rows, classes], flat
 * @param said undefined: nothing was said, logits are assumed
 */
export function checkOutputs(outputs: ArrayLike<number>, classes: number, said: OutputKind | undefined): void {
  const wrong = firstRowThatIsNoDistribution(outputs, classes);
  if (said === "probabilities" && wrong !== undefined) {
    const shown = `prediction ${wrong.row} holds ${wrong.least} and sums to ${wrong.sum}`;
    throw new InputError(`the predictions are no probabilities (${shown}): say from: "logits", or add a softmax layer`);
  }
  if (said === undefined && wrong === undefined) {
    throw new InputError(
      'the predictions look like probabilities: say from: "probabilities" (or "logits", if they are)',
    );
  }
}

function firstRowThatIsNoDistribution(outputs: ArrayLike<number>, classes: number) {
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
