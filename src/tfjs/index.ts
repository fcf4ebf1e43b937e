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

// The losses of the command line, by the same names and with the same parameters, for models of TensorFlow.js.
export const ce = forTfjs(ceDefinition);
export const ohem = forTfjs(ohemDefinition);
export const weighted = forTfjs(weightedDefinition);
export const blended = forTfjs(blendedDefinition);
export const threshold = forTfjs(thresholdDefinition);
export const focal = forTfjs(focalDefinition);
export const smallLoss = forTfjs(smallLossDefinition);
export const random = forTfjs(randomDefinition);
export const selectiveBackprop = forTfjs(selectiveBackpropDefinition);

export { InputError, RunError } from "../errors.js";
export { type MinedGradients, minedGradients } from "./mined-gradients.js";
export type { Mined } from "./mining.js";
export type { OutputKind, OutputOptions } from "./output-options.js";
export type { TfjsLoss } from "./tfjs-loss.js";
