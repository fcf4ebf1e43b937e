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
  tensor,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { LossDefinition, LossValues } from "../losses/definition.js";
import { type Loss, type TrainingState, trainingState } from "../losses/loss.js";
import { contributionsOf } from "./contributions.js";
import { crossEntropies } from "./cross-entropy.js";
import { checkMakerOptions } from "./maker-options.js";
import { type Mined, mine } from "./mining.js";
import { type ModelOutput, onlyTensor } from "./model-output.js";
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
 * `model.fit` itself takes only one-hot labels, no `sampleWeight`, and `classWeight` only for predictions [N, classes].
 * The scalar that a loss returns by default cannot see class weights: see `OutputOptions.reduction`.
 *
 * Calls throw an InputError for labels or predictions that do not fit, a RunError for a loss that is not finite.
 */
export interface TfjsLoss<Result extends Tensor = Scalar> {
  /**
   * The objective, or with `reduction: "none"` each prediction's contribution to it, [N] or [N, ...]: a mean of
   * contributions is the objective. Either has its gradient with respect to the predictions.
   */
  (labels: Tensor, predictions: ModelOutput): Result;
  /** the underlying loss, with the parameters in force */
  readonly loss: Loss;
  /** what the loss keeps from step to step; set `keptFraction` to follow a schedule */
  readonly state: TrainingState;
  /** The objective and the weights, without a gradient. This is a step of the loss too. */
  mine(labels: Tensor, predictions: ModelOutput): Mined;
  /** The sum of weight * per-example loss, with its gradient. @param weights [predictions] */
  weightedSum(labels: Tensor, predictions: ModelOutput, weights: Float32Array): Scalar;
}

/** The parameters of a loss, and what it needs to know about a model. */
export type LossOptions<Values> = { readonly [Name in keyof Values]?: Values[Name] | undefined } & OutputOptions;

/** Makes a loss, `ohem({ ratio: 3 })`. It throws an InputError for unknown or illegal options. */
export interface TfjsLossMaker<Values> {
  (options?: LossOptions<Values> & { readonly reduction?: "mean" | undefined }): TfjsLoss;
  (options: LossOptions<Values>): TfjsLoss<Tensor>;
}

/** What a call returns, and its derivatives. */
interface Reduced<Result> {
  readonly value: Result;
  /** [predictions] d value / d per-example loss; if there is a value per prediction, of its own loss */
  readonly weights: Float32Array;
}

type Reduce<Result> = (losses: Float32Array, counts: Uint8Array | undefined) => Result;

export function forTfjs<Values extends LossValues>(definition: LossDefinition<Values>): TfjsLossMaker<Values> {
  function make(options: LossOptions<Values> = {}): TfjsLoss<Tensor> {
    checkMakerOptions(definition.name, definition.parameters, options);
    checkOutputOptions(options);
    const { from, ignoreLabel, seed, reduction, ...parameters } = options;
    const loss = definition.create(parameters as unknown as Partial<Values>);
    const crossEntropy = crossEntropies[from ?? "logits"];
    const state = trainingState(seed);
    let checked = false;

    function read<Result>(labels: Tensor, predictions: Tensor, reduce: Reduce<Result>) {
      const targets = readTargets(labels, predictions.shape, ignoreLabel);
      const outputs = reshape(cast(predictions, "float32"), targets.oneHot.shape) as Tensor2D;
      if (!checked) checkOutputs(outputs.dataSync(), targets.oneHot.shape[1], from);
      checked = true;
      const losses = crossEntropy.losses(targets.oneHot, outputs).dataSync<"float32">();
      return { targets: targets.oneHot, outputs, reduced: reduce(losses, targets.counts) };
    }

    function withGradient<Result extends Tensor>(
      labels: Tensor,
      output: ModelOutput,
      reduce: Reduce<Reduced<Result>>,
    ): Result {
      const predictions = onlyTensor(output);
      const differentiable = customGrad<Result>((given, save) => {
        const { targets, outputs, reduced } = read(labels, given as Tensor, reduce);
        (save as GradSaveFunc)([targets, outputs, tensor2d(reduced.weights, [reduced.weights.length, 1])]);
        return {
          value: reduced.value,
          gradFunc: (dy, saved) => {
            const [targets, outputs, weights] = saved as [Tensor2D, Tensor2D, Tensor2D];
            const gradient = crossEntropy.gradient(targets, outputs, weights);
            return reshape(mul(reshape(dy, [-1, 1]), gradient), predictions.shape);
          },
        };
      });
      return differentiable(predictions);
    }

    const mining: Reduce<Mined> = (losses, counts) => mine(loss, state, losses, counts);

    function objective(labels: Tensor, predictions: ModelOutput): Scalar {
      return withGradient(labels, predictions, (losses, counts) => {
        const mined = mining(losses, counts);
        return { value: scalar(mined.objective), weights: mined.weights };
      });
    }

    function contributions(labels: Tensor, output: ModelOutput): Tensor {
      const predictions = onlyTensor(output);
      return withGradient(labels, predictions, (losses, counts) => {
        const mined = mining(losses, counts);
        const values = contributionsOf(definition, loss.parameters as unknown as Values, mined, counts);
        return {
          value: tensor(values, predictions.shape.slice(0, -1)),
          weights: mined.weights.map((weight) => weight * losses.length),
        };
      });
    }

    return Object.assign(reduction === "none" ? contributions : objective, {
      loss,
      state,
      mine: (labels: Tensor, predictions: ModelOutput) => {
        let mined: Mined | undefined;
        tidy(() => {
          mined = read(labels, onlyTensor(predictions), mining).reduced;
        });
        return mined!;
      },
      weightedSum: (labels: Tensor, predictions: ModelOutput, weights: Float32Array) =>
        withGradient(labels, predictions, (losses) => ({
          value: scalar(losses.reduce((sum, value, row) => sum + value * weights[row], 0)),
          weights,
        })),
    });
  }
  // `reduction` decides between the two overloads
  return make as TfjsLossMaker<Values>;
}
