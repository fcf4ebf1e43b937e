import { RunError } from "../../errors/errors.js";
import { createRandom, restoreRandom } from "../../random.js";
import { applyLoss } from "../apply-loss.js";
import type { Loss, TrainingState } from "../loss.js";
import type { LossCase } from "./cases.js";

/** What a loss makes of a batch. */
export interface Outcome {
  readonly objective: number;
  readonly weights: Float32Array;
  /** after the step */
  readonly state: TrainingState;
}

/** The state in which a case's batch finds the loss. @throws RunError for a breach of the contract on the way */
export function stateBefore(loss: Loss, { earlier, keptFraction, seed }: LossCase): TrainingState {
  const state: TrainingState = {
    step: 0,
    epoch: 0,
    trainAccuracy: undefined,
    keptFraction,
    random: createRandom(seed, "loss"),
    arrays: new Map(),
  };
  for (const losses of earlier) {
    applyLoss(loss, Float32Array.from(losses), new Float32Array(losses.length), state);
    state.step++;
  }
  return state;
}

/** Applies a loss to a copy of the batch in a copy of the state. @throws RunError for a breach of the contract */
export function outcomeOf(loss: Loss, losses: Float32Array, before: TrainingState): Outcome {
  const state = copyOf(before);
  const weights = new Float32Array(losses.length);
  const given = Float32Array.from(losses);
  const objective = applyLoss(loss, given, weights, state);
  if (given.every((value, i) => value === losses[i])) return { objective, weights, state };
  throw new RunError(`loss ${loss.name} changes the losses that it is given`);
}

/** As a checkpoint would restore it. */
function copyOf(state: TrainingState): TrainingState {
  const arrays = new Map([...state.arrays].map(([name, array]) => [name, Float32Array.from(array)]));
  return { ...state, random: restoreRandom(state.random.state()), arrays };
}

/** Bit for bit, with what the state keeps. */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  const numbers = ({ objective, weights, state }: Outcome) => [objective, ...weights, ...state.random.state()];
  const kept = ({ state }: Outcome) => [...state.arrays].flatMap(([name, array]) => [name, ...array]);
  return sameList(numbers(a), numbers(b)) && sameList(kept(a), kept(b));
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

export function close(actual: number, expected: number, relative: number, absolute = 0): boolean {
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}
