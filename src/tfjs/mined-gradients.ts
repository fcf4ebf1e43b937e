import { gather, type Tensor, tensor1d, tidy, variableGrads } from "@tensorflow/tfjs-core";
import type { Mined } from "./mining.js";
import type { TfjsLoss } from "./tfjs-loss.js";

/** The gradient of one variable; a type and no interface, so that `tf.dispose` takes it. */
export type NamedGradient = { name: string; tensor: Tensor };

export interface MinedGradients extends Mined {
  /** inputs that went through the backward pass */
  readonly backwardInputs: number;
  /** for `optimizer.applyGradients` of every optimizer, whose types want a list; the caller disposes them */
  readonly gradients: NamedGradient[];
}

/**
 * One step's gradients at the cost of the selected examples: the whole batch goes forward once without a tape; the inputs with a selected prediction go
 * forward and backward. To 32-bit accuracy the gradients are those of `variableGrads(() => loss(labels, model(inputs)))`.
 *
 * It pays where fewer than two thirds are selected, since what is selected goes forward twice. The model must treat every input by itself and alike in both
 * passes: no batch normalisation over the batch, no dropout.
 *
 * @param inputs [N, ...]
 * @param labels [N, ...], one-hot or integers
 * @param model from inputs to predictions, for any number of inputs
 */
export function minedGradients(
  loss: TfjsLoss,
  model: (inputs: Tensor) => Tensor,
  inputs: Tensor,
  labels: Tensor,
): MinedGradients {
  let mined: Mined | undefined;
  tidy(() => {
    mined = loss.mine(labels, model(inputs));
  });
  const { weights } = mined!;
  const perInput = weights.length / inputs.shape[0];
  const selected = selectedInputs(weights, perInput);
  // one input of weight 0: its gradients are zeros of the right shapes
  const rows = selected.length === 0 ? [0] : selected;
  const rowWeights = new Float32Array(rows.length * perInput);
  rows.forEach((row, i) => {
    rowWeights.set(weights.subarray(row * perInput, (row + 1) * perInput), i * perInput);
  });
  const byName = tidy(() => {
    const indices = tensor1d(rows, "int32");
    const chosen = gather(inputs, indices);
    const chosenLabels = gather(labels, indices);
    return variableGrads(() => loss.weightedSum(chosenLabels, model(chosen), rowWeights)).grads;
  });
  const gradients = Object.entries(byName).map(([name, tensor]) => ({ name, tensor }));
  return { ...mined!, backwardInputs: selected.length, gradients };
}

function selectedInputs(weights: Float32Array, perInput: number): number[] {
  const rows = new Set<number>();
  weights.forEach((weight, i) => {
    if (weight !== 0) rows.add(Math.floor(i / perInput));
  });
  return [...rows];
}
