import { blended as blendedDefinition } from "../losses/blended.js";
import { ce as ceDefinition } from "../losses/ce.js";
import { focal as focalDefinition } from "../losses/focal.js";
import { ohem as ohemDefinition } from "../losses/ohem.js";
import { random as randomDefinition } from "../losses/random.js";
import { selectiveBackprop as selectiveBackpropDefinition } from "../losses/selective-backprop.js";
import { smallLoss as smallLossDefinition } from "../losses/small-loss.js";
import { threshold as thresholdDefinition } from "../losses/threshold.js";
import { weighted as weightedDefinition } from "../losses/weighted.js";
import { forTfjs } from "./tfjs-loss.js";

// The losses of the registry for TensorFlow.js models, with the same parameters and defaults, plus those of
// `OutputOptions`. Each call makes a `TfjsLoss`; it throws an InputError for unknown or illegal parameters.
// `ohem losses NAME` prints formula, parameters and source.

/** Plain cross-entropy, the mean over all examples: `ce()`. */
export const ce = forTfjs(ceDefinition);
/**
 * The mean over the hardest part of a batch: `ohem({ ratio: 3 })`, `ohem({ keep: 0.25, skip: 0.02 })`.
 *
 * `ratio: 3` is a third of all predictions, not three negatives a positive as in SSD: positives are ranked among the
 * negatives, and may be skipped.
 */
export const ohem = forTfjs(ohemDefinition);
/** A weighted mean that gives hard examples more weight: `weighted({ keep: 0.5, weight: 2 })`. */
export const weighted = forTfjs(weightedDefinition);
/** The batch mean blended with the mean of the hard examples: `blended({ keep: 0.5, weight: 2 })`. */
export const blended = forTfjs(blendedDefinition);
/** The mean over examples with p(true class) below a limit: `threshold({ probability: 0.7, min: 8 })`. */
export const threshold = forTfjs(thresholdDefinition);
/** The mean of the losses, each scaled by (1 - p)^gamma: `focal({ gamma: 2 })`. */
export const focal = forTfjs(focalDefinition);
/** The mean without the hardest examples, for noisy labels: `smallLoss({ drop: 0.2 })`. */
export const smallLoss = forTfjs(smallLossDefinition);
/** The mean over a random part of a batch, as a control: `random({ keep: 1 / 3, seed: 1 })`. */
export const random = forTfjs(randomDefinition);
/** The mean over a random part that favours high losses: `selectiveBackprop({ beta: 3 })`. */
export const selectiveBackprop = forTfjs(selectiveBackpropDefinition);

export { InputError, RunError } from "../errors/errors.js";
export {
  defineLoss,
  type InferredDescription,
  type LossDefinition,
  type LossDescription,
  type LossValues,
} from "../losses/definition.js";
export type { LossParameters, ValuesOf } from "../losses/inferred-values.js";
export type { ChoiceParameter, NumberParameter, Parameter, ParameterValue } from "../losses/parts/parameter.js";
export type * from "../losses/values.js";
export { type MinedGradients, minedGradients, type NamedGradient } from "./mined-gradients.js";
export type { Mined } from "./mining.js";
export type { ModelOutput, SymbolicOutput } from "./model-output.js";
export type { OutputKind, OutputOptions, Reduction } from "./output-options.js";
export { forTfjs, type LossOptions, type TfjsLoss, type TfjsLossMaker } from "./tfjs-loss.js";
