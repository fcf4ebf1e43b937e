import { gather, type Tensor, tensor1d, tidy, variableGrads } from "@tensorflow/tfjs-core";
import { InputError } from "../errors/errors.js";
import type { Mined } from "./mining.js";
import { type ModelOutput, onlyTensor } from "./model-output.js";
import { requireTensor } from "./require-tensor.js";
import type { TfjsLoss } from "./tfjs-loss.js";

/** The gradient of one variable, of its shape. A type, not an interface, so that `tf.dispose` accepts it. */
export type NamedGradient = { name: string; tensor: Tensor };

export interface MinedGradients extends Mined {
  /** inputs that went through the backward pass: those with a selected prediction */
  readonly backwardInputs: number;
  /** one per trainable variable, for `optimizer.applyGradients`, whose type asks for a list; dispose them afterwards */
  readonly gradients: NamedGradient[];
}

/**
 * One step's gradients without a backward pass for skipped examples: the whole batch runs forward once without a tape,
 * then the inputs with a selected prediction run forward and backward. To 32-bit accuracy the gradients are those of
 * `variableGrads(() => loss(labels, model(inputs)))`.
 *
 * This pays off when fewer than two thirds are selected, because selected inputs run forward twice. The model must
 * compute each input independently and the same way in both passes: no batch normalisation over the batch, no dropout.
 *
 * @param model from [n, ...] inputs to predictions, [n, classes] or [n, ..., classes], for any n
 * @param inputs [N, ...]
 * @param labels and exampleWeights as the loss takes them
 * @throws InputError for labels or predictions that do not fit, RunError for a loss that is not finite
 */
export function minedGradients(
  loss: TfjsLoss<Tensor>,
  model: (inputs: Tensor) => ModelOutput,
  inputs: Tensor,
  labels: Tensor,
  exampleWeights?: Tensor,
): MinedGradients {
  requireLoss(loss);
  if (typeof model !== "function") {
    throw new InputError("minedGradients takes the model as a function: (x) => model.apply(x)");
  }
  requireTensor("the inputs", inputs);
  requireTensor("the labels", labels);
  let mined: Mined | undefined;
  tidy(() => {
    mined = loss.mine(labels, predictionsOf(model, inputs), exampleWeights);
  });
  const { weights } = mined!;
  const perInput = weights.length / inputs.shape[0];
  const selected = selectedInputs(weights, perInput);
  // with nothing selected, one input of weight 0 gives zeros of the right shapes
  const rows = selected.length === 0 ? [0] : selected;
  const rowWeights = new Float32Array(rows.length * perInput);
  rows.forEach((row, i) => {
    rowWeights.set(weights.subarray(row * perInput, (row + 1) * perInput), i * perInput);
  });
  const byName = tidy(() => {
    const indices = tensor1d(rows, "int32");
    const chosen = gather(inputs, indices);
    const chosenLabels = gather(labels, indices);
    return variableGrads(() => loss.weightedSum(chosenLabels, predictionsOf(model, chosen), rowWeights)).grads;
  });
  const gradients = Object.entries(byName).map(([name, tensor]) => ({ name, tensor }));
  return { ...mined!, backwardInputs: selected.length, gradients };
}

function requireLoss(loss: unknown): void {
  const { mine, weightedSum } = Object(loss) as Partial<TfjsLoss>;
  if (typeof mine === "function" && typeof weightedSum === "function") return;
  const own = "make one of your own with forTfjs";
  throw new InputError(`minedGradients takes a loss of ohem/tfjs, such as ohem({ ratio: 3 }); ${own}`);
}

function predictionsOf(model: (inputs: Tensor) => ModelOutput, inputs: Tensor): Tensor {
  const predictions = onlyTensor(model(inputs));
  const [count] = inputs.shape;
  if (predictions.shape[0] === count) return predictions;
  throw new InputError(
    `the model's predictions are of shape [${predictions.shape}] for ${count} inputs: expected a first dimension of ` +
      `${count}; compute them from the inputs that the model is given, which are not always the whole batch`,
  );
}

function selectedInputs(weights: Float32Array, perInput: number): number[] {
  const rows = new Set<number>();
  weights.forEach((weight, i) => {
    if (weight !== 0) rows.add(Math.floor(i / perInput));
  });
  return [...rows];
}
