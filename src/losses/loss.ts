import type { Random } from "../random.js";

/**
 * What a loss may look at and keep from step to step. It is small and serialisable: a checkpoint holds it whole.
 */
export interface TrainingState {
  /** steps before this one, from the start of the run */
  step: number;
  epoch: number;
  /** training accuracy of the epoch before, counted on the batches as they were trained; undefined in the first epoch */
  trainAccuracy: number | undefined;
  /** the kept fraction that a schedule puts in force; undefined: the loss's own target */
  keptFraction: number | undefined;
  readonly random: Random;
  /** named arrays that a loss keeps from step to step */
  readonly arrays: Map<string, Float32Array>;
}

/**
 * A loss reduces the per-example losses of one batch to an objective. It knows no engine: it sees numbers alone.
 *
 * Order, wherever hardness matters: larger loss first, equal losses by lower index. The objective is accumulated in double precision.
 * Finite losses in, finite objective and gradient out, for every N >= 1 and all legal parameters.
 */
export interface Loss {
  readonly name: string;
  /** the parameters in force, defaults included */
  readonly parameters: Readonly<Record<string, number | string>>;
  /**
   * @param losses [N] per-example losses (cross-entropy, nats)
   * @param gradient [N], out: d objective / d losses[i]; 0 means that example i is skipped
   * @returns the objective
   */
  apply(losses: Float32Array, gradient: Float32Array, state: TrainingState): number;
}
