import { requireInteger } from "../errors/require-integer.js";
import { createRandom, maxSeed, type Random } from "../random.js";
import type { LossDefinition } from "./definition.js";

/** What a loss sees of a run and keeps from step to step. Small and serialisable: a checkpoint holds all of it. */
export interface TrainingState {
  /** steps before this one, from the start of the run */
  step: number;
  /** from 0 */
  epoch: number;
  /** of the previous epoch, 0 to 1, counted on its batches as they were trained; undefined in the first epoch */
  trainAccuracy: number | undefined;
  /** the kept fraction a schedule has set, above 0 and at most 1; undefined: the loss's own */
  keptFraction: number | undefined;
  /** for losses that draw examples */
  readonly random: Random;
  /** named arrays that a loss keeps from step to step */
  readonly arrays: Map<string, Float32Array>;
}

/**
 * The state before the first step, for losses used outside `train`.
 * @param seed of what losses draw, 0 to 2^32 - 1
 * @throws SettingError for another seed
 */
export function trainingState(seed = 0): TrainingState {
  requireInteger("seed", seed, 0, maxSeed);
  return {
    step: 0,
    epoch: 0,
    trainAccuracy: undefined,
    keptFraction: undefined,
    random: createRandom(seed, "loss"),
    arrays: new Map(),
  };
}

/**
 * A loss reduces the per-example losses of one batch to an objective and one weight per example. It knows no engine.
 *
 * Order, wherever hardness matters: larger loss first, equal losses by lower index. The objective is accumulated in
 * double precision. Finite losses give a finite objective and finite weights, for every N >= 1 and all legal
 * parameters.
 */
export interface Loss {
  readonly name: string;
  /** the parameters in force, defaults included */
  readonly parameters: Readonly<Record<string, number | string>>;
  /** what made it; undefined: it takes no schedule and keeps no arrays */
  readonly definition?: LossDefinition | undefined;
  /**
   * @param losses [N] per-example losses: cross-entropy, nats. All are finite: others are the caller's to refuse, as
   * `train` does, because a loss may skip them without a sign
   * @param weights [N], out: d objective / d losses[i]; 0 skips example i
   * @returns the objective
   */
  apply(losses: Float32Array, weights: Float32Array, state: TrainingState): number;
}
