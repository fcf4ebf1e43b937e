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

// The losses of the command line with the same parameters, for models of TensorFlow.js. `ohem losses NAME` explains each.

/** Plain cross-entropy. */
export const ce = forTfjs(ceDefinition);
/** The mean of the hardest part of the batch: `ohem({ ratio: 3 })`, `ohem({ keep: 0.25, skip: 0.02 })`. */
export const ohem = forTfjs(ohemDefinition);
/** A weighted mean in which the hard examples weigh more: `weighted({ keep: 0.5, weight: 2 })`. */
export const weighted = forTfjs(weightedDefinition);
/** The batch's mean blended with the mean of the hard part: `blended({ keep: 0.5, weight: 2 })`. */
export const blended = forTfjs(blendedDefinition);
/** Examples whose true class is less probable than a limit: `threshold({ probability: 0.7, min: 8 })`. */
export const threshold = forTfjs(thresholdDefinition);
/** Each loss weighs (1 - p)^gamma: `focal({ gamma: 2 })`. */
export const focal = forTfjs(focalDefinition);
/** The mean without the hardest part, for noisy labels: `smallLoss({ drop: 0.2 })`. */
export const smallLoss = forTfjs(smallLossDefinition);
/** The mean of a random part, as a control: `random({ keep: 1 / 3, seed: 1 })`. */
export const random = forTfjs(randomDefinition);
/** Selects by chance, likelier the higher the loss ranks: `selectiveBackprop({ beta: 3 })`. */
export const selectiveBackprop = forTfjs(selectiveBackpropDefinition);

export { InputError, RunError } from "../errors/errors.js";
export { type MinedGradients, minedGradients, type NamedGradient } from "./mined-gradients.js";
export type { Mined } from "./mining.js";
export type { OutputKind, OutputOptions } from "./output-options.js";
export type { TfjsLoss } from "./tfjs-loss.js";
