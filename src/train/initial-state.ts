import type { EngineState } from "../engine/engine.js";
import { requireInteger } from "../errors/require-integer.js";
import { initialParameters } from "../model/initialize.js";
import { mapParameters, maxClasses, minClasses, parameterSizes } from "../model/net.js";
import { createRandom, maxSeed } from "../random.js";

/**
 * The state that a training begins with: weights and biases uniform in +-1/sqrt(fan_in), PyTorch's default, and Adam's
 * moments 0. The same seed gives the same bits on every machine, those of `train`.
 * @param classes 2 to 256
 * @param seed 0 to 2^32 - 1
 * @throws SettingError for another number of classes or seed
 */
export function initialState(classes: number, seed = 0): EngineState {
  requireInteger("classes", classes, minClasses, maxClasses);
  requireInteger("seed", seed, 0, maxSeed);
  const sizes = parameterSizes(classes);
  const zeros = () => mapParameters((name) => new Float32Array(sizes[name]));
  return {
    step: 0,
    parameters: initialParameters(classes, createRandom(seed, "weights")),
    firstMoments: zeros(),
    secondMoments: zeros(),
  };
}
