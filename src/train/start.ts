import type { EngineState } from "../engine/engine.js";
import { createRandom } from "../random.js";
import { initialState } from "./initial-state.js";
import { emptyLedger, type Ledger } from "./ledger.js";
import { emptySums, type LoopState } from "./state.js";

/** Everything that changes with a step. */
export interface Progress {
  /** its `step` equals the loop's: Adam makes one per batch */
  readonly engine: EngineState;
  readonly loop: LoopState;
  readonly ledger: Ledger;
  /** arrays that the loss keeps from step to step (`TrainingState.arrays`) */
  readonly arrays: Map<string, Float32Array>;
}

/** The progress of a new run, before its first step. @param examples number of training examples */
export function startingPoint(classes: number, examples: number, seed: number): Progress {
  return {
    engine: initialState(classes, seed),
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
    ledger: emptyLedger(examples, classes),
    arrays: new Map(),
  };
}
