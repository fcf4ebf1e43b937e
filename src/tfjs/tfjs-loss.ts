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
import type { Loss, TrainingState } from "../losses/loss.js";
import { createRandom } from "../random.js";
import { crossEntropies } from "./cross-entropy.js";
import { type Mined, mine } from "./mining.js";
import { checkOutputOptions, checkOutputs, type OutputOptions } from "./output-options.js";
import { readTargets } from "./targets.js";

/**
 * A loss for TensorFlow.js models: `model.compile({ loss })`, or called in `optimizer.minimize(() => loss(labels, model.apply(inputs)))`.
 *
 * Predictions are [N, classes] or [N, ..., classes]; labels are one-hot of the same shape, or integers of that shape without the last dimension. Labels
 * get no gradient. It reads the per-example losses back from the backend, which has to be able to do so synchronously. Every call is a step: losses that
 * draw or keep a history go on, in `model.evaluate` too. A loss that is not finite throws a RunError; labels or predictions that do not fit, an InputError.
 */
export interface TfjsLoss {
  (labels: Tensor, predictions: Tensor): Scalar;
  /** the loss itself, with the parameters in force */
  readonly loss: Loss;
  /** what the loss keeps from step to step; `keptFraction` is there for a schedule to set */
  readonly state: TrainingState;
  /** The objective, and what it weighs each prediction with, without a gradient: a step of the loss like any other. */
  mine(labels: Tensor, predictions: Tensor): Mined;
  /** The sum of weight * per-example loss, with its gradient. @param weights [predictions] */
  weightedSum(labels: Tensor, predictions: Tensor, weights: Float32Array): Scalar;
}

type Reduce = (losses: Float32Array, counts: Uint8Array | undefined) => Mined;

/** Makes the function `name(parameters)` of a loss. Unknown or illegal parameters throw an InputError. */
export function forTfjs<Values extends LossValues>(definition: LossDefinition<Values>) {
  return (options: Partial<Values> & OutputOptions = {}): TfjsLoss => {
    const { from, ignoreLabel, seed, ...parameters } = options;
    checkOutputOptions(options);
    const loss = definition.create(parameters as unknown as Partial<Values>);
    const crossEntropy = crossEntropies[from ?? "logits"];
    const state: TrainingState = {
      step: 0,
      epoch: 0,
      trainAccuracy: undefined,
      keptFraction: undefined,
      random: createRandom(seed ?? 0, "loss"),
      arrays: new Map(),
    };
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
