import { initialParameters } from "../model/initialize.js";
import { mapParameters, parameterSizes } from "../model/net.js";
import { createRandom } from "../random.js";
import type { Checkpoint } from "./checkpoint.js";
import { emptySums } from "./epoch-sums.js";
import { emptyRecords } from "./example-records.js";

/** The part of a checkpoint that moves on with every step. */
export type Progress = Pick<Checkpoint, "engine" | "loop" | "records"> & { readonly arrays: Map<string, Float32Array> };

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

/** Where a run stood when the checkpoint was written. */
export function fromCheckpoint({ engine, loop, records, arrays }: Checkpoint): Progress {
  return { engine, loop, records, arrays: new Map(arrays) };
}
