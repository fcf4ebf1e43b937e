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
import { InputError } from "../errors/errors.js";
import {
  defineLoss,
  type InferredDescription,
  type LossDefinition,
  type LossDescription,
  type LossValues,
} from "../losses/definition.js";
import type { LossParameters, ValuesOf } from "../losses/inferred-values.js";
import { type Loss, type TrainingState, trainingState } from "../losses/loss.js";
import { contributionsOf } from "./contributions.js";
import { countedBy, readExampleWeights, weighted } from "./example-weights.js";
import { checkMakerOptions } from "./maker-options.js";
import { type Mined, mine } from "./mining.js";
import { type ModelOutput, onlyTensor } from "./model-output.js";
import { outputForms } from "./output-forms.js";
import { checkOutputOptions, checkOutputs, type OutputOptions, outputOptions } from "./output-options.js";
import { requireTensor } from "./require-tensor.js";
import { readTargets } from "./targets.js";

/**
 * A loss for TensorFlow.js models: pass it to `model.compile({ loss })`, or call it in
 * `optimizer.minimize(() => loss(labels, model.apply(inputs)))`.
 *
 * Predictions are [N, classes] or [N, ..., classes]; labels are one-hot of the same shape (soft ones too: numbers >= 0
 * that sum to 1), or integers of that shape without the last dimension, and get no gradient. With `from: "sigmoid"`
 * predictions are of any shape, and labels are 0 or 1 in that shape, or one-hot with a last dimension of 2. The backend
 * must be able to read data synchronously, because each call reads the per-example losses back. Each call is a step, in
 * `model.evaluate` too: losses that draw examples or keep a history advance.
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
   *
   * @param exampleWeights for loops of your own: [N], or one a prediction (a last dimension of 1 may follow), >= 0.
   * Each multiplies what its example contributes. The loss selects before that, by the losses as they are, but
   * examples of weight 0 are left out as those with an ignored label are.
   */
  (labels: Tensor, predictions: ModelOutput, exampleWeights?: Tensor): Result;
  /** the underlying loss, with the parameters in force */
  readonly loss: Loss;
  /** what the loss keeps from step to step; set `keptFraction` to follow a schedule */
  readonly state: TrainingState;
  /** The objective and the weights, without a gradient. This is a step of the loss too. */
  mine(labels: Tensor, predictions: ModelOutput, exampleWeights?: Tensor): Mined;
  /** The sum of weight * per-example loss, with its gradient. @param weights [predictions], others are an InputError */
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

/** What the examples of a batch are. */
interface Batch {
  readonly labels: Tensor;
  readonly predictions: Tensor;
  readonly exampleWeights?: Tensor | undefined;
}

/** @param scale [predictions] example weights; undefined: all are 1 */
type Reduce<Result> = (losses: Float32Array, counts: Uint8Array | undefined, scale: Float32Array | undefined) => Result;

/**
 * Makes a loss of one's own, as `defineLoss` describes it, one for TensorFlow.js models:
 * `const mine = forTfjs(definition); model.compile({ loss: mine({ alpha: 2 }), ... })`.
 * @throws InputError for a description that is incomplete, or whose parameters have the names of `OutputOptions`
 */
export function forTfjs<Values extends LossValues>(definition: LossDefinition<Values>): TfjsLossMaker<Values>;
export function forTfjs<const Parameters extends LossParameters>(
  description: InferredDescription<Parameters>,
): TfjsLossMaker<ValuesOf<Parameters>>;
export function forTfjs<Values extends LossValues>(description: LossDescription<Values>): TfjsLossMaker<Values>;
export function forTfjs<Values extends LossValues>(description: LossDescription<Values>): TfjsLossMaker<Values> {
  const definition = isDefinition(description) ? description : defineLoss(description);
  const taken = Object.keys(definition.parameters).find((name) => (outputOptions as readonly string[]).includes(name));
  if (taken !== undefined) {
    throw new InputError(`loss ${definition.name}: a parameter cannot be ${taken}, which is an option of ohem/tfjs`);
  }

  function make(options: LossOptions<Values> = {}): TfjsLoss<Tensor> {
    checkMakerOptions(definition.name, definition.parameters, options);
    checkOutputOptions(options);
    const { from, ignoreLabel, seed, reduction, ...parameters } = options;
    const loss = definition.create(parameters as unknown as Partial<Values>);
    const form = outputForms[from ?? "logits"];
    const state = trainingState(seed);
    let checked = false;

    function read<Result>({ labels, predictions, exampleWeights }: Batch, reduce: Reduce<Result>) {
      requireTensor("the labels", labels);
      const shape = form.targetShape(predictions.shape);
      const targets = readTargets(form.labels(labels, predictions.shape), shape, ignoreLabel);
      const scale = readExampleWeights(exampleWeights, shape.slice(0, -1));
      const given = cast(predictions, "float32");
      if (!checked) checkOutputs(given.dataSync(), shape.at(-1)!, from);
      checked = true;
      const outputs = form.rows(given, shape.at(-1)!);
      const losses = form.crossEntropy.losses(targets.oneHot, outputs).dataSync<"float32">();
      const reduced = reduce(losses, countedBy(scale, targets.counts), scale);
      return { targets: targets.oneHot, outputs, reduced };
    }

    function withGradient<Result extends Tensor>(batch: Batch, reduce: Reduce<Reduced<Result>>): Result {
      const { predictions } = batch;
      const differentiable = customGrad<Result>((given, save) => {
        const { targets, outputs, reduced } = read({ ...batch, predictions: given as Tensor }, reduce);
        (save as GradSaveFunc)([targets, outputs, tensor2d(reduced.weights, [reduced.weights.length, 1])]);
        return {
          value: reduced.value,
          gradFunc: (dy, saved) => {
            const [targets, outputs, weights] = saved as [Tensor2D, Tensor2D, Tensor2D];
            const gradient = mul(reshape(dy, [-1, 1]), form.crossEntropy.gradient(targets, outputs, weights));
            return reshape(form.outputGradient(gradient as Tensor2D), predictions.shape);
          },
        };
      });
      return differentiable(predictions);
    }

    /** The step of the loss, and what each prediction contributes to its objective. */
    function step(losses: Float32Array, counts: Uint8Array | undefined, scale: Float32Array | undefined) {
      const mined = mine(loss, state, losses, counts);
      const contribute = () => contributionsOf(definition, loss.parameters as unknown as Values, mined, counts);
      if (scale === undefined) return { mined, contribute };
      const contributions = contribute().map((value, row) => value * scale[row]);
      return { mined: weighted(mined, contributions, scale), contribute: () => contributions };
    }

    function objective(labels: Tensor, predictions: ModelOutput, exampleWeights?: Tensor): Scalar {
      return withGradient({ labels, predictions: onlyTensor(predictions), exampleWeights }, (...batch) => {
        const { mined } = step(...batch);
        return { value: scalar(mined.objective), weights: mined.weights };
      });
    }

    function contributions(labels: Tensor, output: ModelOutput, exampleWeights?: Tensor): Tensor {
      const predictions = onlyTensor(output);
      const shape = form.targetShape(predictions.shape).slice(0, -1);
      return withGradient({ labels, predictions, exampleWeights }, (...batch) => {
        const { mined, contribute } = step(...batch);
        return { value: tensor(contribute(), shape), weights: mined.weights.map((weight) => weight * batch[0].length) };
      });
    }

    return Object.assign(reduction === "none" ? contributions : objective, {
      loss,
      state,
      mine: (labels: Tensor, output: ModelOutput, exampleWeights?: Tensor) => {
        let mined: Mined | undefined;
        tidy(() => {
          const predictions = onlyTensor(output);
          mined = read({ labels, predictions, exampleWeights }, (...batch) => step(...batch).mined).reduced;
        });
        return mined!;
      },
      weightedSum: (labels: Tensor, output: ModelOutput, weights: Float32Array) =>
        withGradient({ labels, predictions: onlyTensor(output) }, (losses) => {
          if (weights.length !== losses.length) {
            throw new InputError(`expected ${losses.length} weights, one a prediction, got ${weights.length}`);
          }
          return { value: scalar(losses.reduce((sum, value, row) => sum + value * weights[row], 0)), weights };
        }),
    });
  }
  // `reduction` decides between the two overloads
  return make as TfjsLossMaker<Values>;
}

function isDefinition<Values extends LossValues>(given: LossDescription<Values>): given is LossDefinition<Values> {
  return "create" in Object(given);
}
