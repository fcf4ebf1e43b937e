import type { EngineState } from "../engine/engine.js";
import { initialParameters } from "../model/initialize.js";
import { mapParameters, parameterSizes } from "../model/net.js";
import { createRandom } from "../random.js";
import { emptySums } from "./epoch-sums.js";
import { type ExampleRecords, emptyRecords } from "./ledger.js";
import type { LoopState } from "./state.js";

/** Everything that changes with a step. */
export interface Progress {
  /** `step` is the loop's step too: Adam makes one a batch */
  readonly engine: EngineState;
  readonly loop: LoopState;
  /** of every training example */
  readonly records: ExampleRecords;
  /** what the loss keeps from step to step (`TrainingState.arrays`) */
  readonly arrays: Map<string, Float32Array>;
}

/** Where a new run stands before its first step. @param examples number of training examples */
export function startingPoint(classes: number, examples: number, seed: number): Progress {
  const sizes = parameterSizes(classes);
  const zeros = () => mapParameters((name) => new Float32Array(sizes[name]));
  return {
    engine: {
      step: 0,
      parameters: initialParameters(classes, createRandom(seed, "weights")),
      firstMoments: zeros(),
      secondMoments: zeros(),
    },
    loop: {
      epoch: 0,
      batch: 0,
      step: 0,
      shuffle: [...createRandom(seed, "batches").state()],
      lossRandom: [...createRandom(seed, "loss").state()],
      sums: emptySums(),
      epochs: [],
      evaluations: [],
    },
    records: emptyRecords(examples),
    arrays: new Map(),
  };
}
