import {
  cast,
  customGrad,
  type GradSaveFunc,
  mul,
  reshape,
  type Scalar,
  scalar,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { LossDefinition, LossValues } from "../losses/definition.js";
import { type Loss, type TrainingState, trainingState } from "../losses/loss.js";
import { crossEntropies } from "./cross-entropy.js";
import { type Mined, mine } from "./mining.js";
import { checkOutputOptions, checkOutputs, type OutputOptions } from "./output-options.js";
import { readTargets } from "./targets.js";

/**
 * A loss for TensorFlow.js models: pass it to `model.compile({ loss })`, or call it in
 * `optimizer.minimize(() => loss(labels, model.apply(inputs)))`.
 *
 * Predictions are [N, classes] or [N, ..., classes]; labels are one-hot of the same shape, or integers of that shape
 * without the last dimension, and get no gradient. The backend must be able to read data synchronously, because each
 * call reads the per-example losses back. Each call is a step, in `model.evaluate` too: losses that draw examples or
 * keep a history advance.
 *
 * Calls throw an InputError for labels or predictions that do not fit, a RunError for a loss that is not finite.
 */
export interface TfjsLoss {
  /** The objective, with its gradient with respect to the predictions. */
  (labels: Tensor, predictions: Tensor): Scalar;
  /** the underlying loss, with the parameters in force */
  readonly loss: Loss;
  /** what the loss keeps from step to step; set `keptFraction` to follow a schedule */
  readonly state: TrainingState;
  /** The objective and the weights, without a gradient. This is a step of the loss too. */
  mine(labels: Tensor, predictions: Tensor): Mined;
  /** The sum of weight * per-example loss, with its gradient. @param weights [predictions] */
  weightedSum(labels: Tensor, predictions: Tensor, weights: Float32Array): Scalar;
}

type Reduce = (losses: Float32Array, counts: Uint8Array | undefined) => Mined;

/** Makes the function `name(parameters)` of a loss, which throws an InputError for unknown or illegal parameters. */
export function forTfjs<Values extends LossValues>(definition: LossDefinition<Values>) {
  return (options: Partial<Values> & OutputOptions = {}): TfjsLoss => {
    const { from, ignoreLabel, seed, ...parameters } = options;
    checkOutputOptions(options);
    const loss = definition.create(parameters as unknown as Partial<Values>);
    const crossEntropy = crossEntropies[from ?? "logits"];
    const state = trainingState(seed);
    let checked = false;

    function read(labels: Tensor, predictions: Tensor, reduce: Reduce) {
      const targets = readTargets(labels, predictions.shape, ignoreLabel);
      const outputs = reshape(cast(predictions, "float32"), targets.oneHot.shape) as Tensor2D;
      if (!checked) checkOutputs(outputs.dataSync(), targets.oneHot.shape[1], from);
      checked = true;
      const losses = crossEntropy.losses(targets.oneHot, outputs).dataSync<"float32">();
      return { targets: targets.oneHot, outputs, mined: reduce(losses, targets.counts) };
    }

    function reduced(labels: Tensor, predictions: Tensor, reduce: Reduce): Scalar {
      const withGradient = customGrad<Scalar>((given, save) => {
        const { targets, outputs, mined } = read(labels, given as Tensor, reduce);
        (save as GradSaveFunc)([targets, outputs, tensor2d(mined.weights, [mined.weights.length, 1])]);
        return {
          value: scalar(mined.objective),
          gradFunc: (dy, saved) => {
            const [targets, outputs, weights] = saved as [Tensor2D, Tensor2D, Tensor2D];
            return reshape(mul(dy, crossEntropy.gradient(targets, outputs, weights)), predictions.shape);
          },
        };
      });
      return withGradient(predictions);
    }

    const mining: Reduce = (losses, counts) => mine(loss, state, losses, counts);
    const call = (labels: Tensor, predictions: Tensor) => reduced(labels, predictions, mining);
    return Object.assign(call, {
      loss,
      state,
      mine: (labels: Tensor, predictions: Tensor) => {
        let mined: Mined | undefined;
        tidy(() => {
          mined = read(labels, predictions, mining).mined;
        });
        return mined!;
      },
      weightedSum: (labels: Tensor, predictions: Tensor, weights: Float32Array) =>
        reduced(labels, predictions, (losses) => ({
          objective: losses.reduce((sum, value, row) => sum + value * weights[row], 0),
          losses,
          weights,
        })),
    });
  };
}
