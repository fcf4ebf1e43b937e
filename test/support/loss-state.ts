import type { TrainingState } from "../../src/losses/loss.js";
import { createRandom } from "../../src/random.js";

export function trainingState(seed = 0): TrainingState {
  return {
    step: 0,
    epoch: 0,
    trainAccuracy: undefined,
    keptFraction: undefined,
    random: createRandom(seed, "loss"),
    arrays: new Map(),
  };
}
