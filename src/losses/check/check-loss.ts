import { InputError, RunError } from "../../errors/errors.js";
import type { LossDefinition } from "../definition.js";
import type { Loss, TrainingState } from "../loss.js";
import { keptArrays } from "../registry.js";
import { type LossCase, lossCase } from "./cases.js";
import { compareSlopes } from "./slopes.js";
import { close, type Outcome, outcomeOf, sameOutcome, stateBefore } from "./trial.js";

export interface LossChecked {
  /** batches that it was tried on */
  readonly batches: number;
  /** weights that were compared with the objective's slope */
  readonly slopes: number;
  /** the breach of the contract, and on what; undefined: none was found */
  readonly problem: string | undefined;
}

/**
 * Holds a loss to its contract (see `Loss`) on many batches, each with other parameters and another kept fraction: all
 * is finite, the weights are the objective's derivatives, the order of the examples does not matter, and nothing is
 * kept outside the state, so that a run resumes to the same bits.
 * @param also further properties of a loss
 */
export function checkLoss(
  definition: LossDefinition,
  batches: number,
  also: (loss: Loss, tried: LossCase, outcome: Outcome) => string | undefined = () => undefined,
): LossChecked {
  let slopes = 0;
  for (let index = 0; index < batches; index++) {
    const tried = lossCase(definition, index);
    const problem = attempt(() => {
      const loss = definition.create(tried.given);
      const before = stateBefore(loss, tried);
      const outcome = outcomeOf(loss, tried.losses, before);
      const sloped = compareSlopes(loss, tried.losses, before, outcome);
      slopes += sloped.compared;
      return (
        targetProblem(definition, loss) ??
        stateProblem(loss, tried, outcome) ??
        selectionProblem(tried, outcome) ??
        repetitionProblem(definition, loss, tried, before, outcome) ??
        sloped.problem ??
        orderProblem(loss, tried, before, outcome) ??
        contributionProblem(definition, loss, tried, outcome) ??
        also(loss, tried, outcome)
      );
    });
    if (problem !== undefined) return { batches: index + 1, slopes, problem: `${problem} (${describe(tried)})` };
  }
  return { batches, slopes, problem: undefined };
}

function attempt(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RunError || error instanceof InputError) return error.message;
    throw error;
  }
}

export function targetProblem({ target }: LossDefinition, { parameters }: Loss): string | undefined {
  const kept = target?.(parameters);
  if (target === undefined || (typeof kept === "number" && kept > 0 && kept <= 1)) return undefined;
  return `expected target to return a kept fraction, a number > 0 and <= 1, got ${kept}`;
}

/** A checkpoint holds the arrays, and refuses others than the definition declares. */
export function stateProblem(loss: Loss, { earlier, losses }: LossCase, { state }: Outcome): string | undefined {
  const declared = keptArrays(loss, losses.length * (earlier.length + 1));
  for (const name of new Set([...Object.keys(declared), ...state.arrays.keys()])) {
    const [expected, array] = [declared[name] ?? 0, state.arrays.get(name)];
    if (array !== undefined && !(array instanceof Float32Array)) return `state.arrays: ${name} is no Float32Array`;
    if ((array?.length ?? 0) === expected) continue;
    return `state.arrays: ${name} holds ${array?.length ?? 0} numbers, but arrays() of the definition says ${expected}`;
  }
  return undefined;
}

function selectionProblem({ keptFraction, losses }: LossCase, { objective, weights }: Outcome): string | undefined {
  const selected = weights.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
  if (keptFraction === 1 && selected < losses.length) {
    return `expected every example to be selected at a kept fraction of 1, as in a warm-up, got ${selected}`;
  }
  const hardest = losses.reduce((a, b) => Math.max(a, b));
  if (selected > 0 || Math.abs(objective) <= 1e-20 * hardest) return undefined;
  return `no example is selected, but the objective is ${objective}; expected 0`;
}

function repetitionProblem(
  definition: LossDefinition,
  loss: Loss,
  { given, losses }: LossCase,
  before: TrainingState,
  outcome: Outcome,
): string | undefined {
  outcomeOf(loss, losses.subarray(losses.length >> 1), before);
  if (!sameOutcome(outcomeOf(loss, losses, before), outcome)) {
    return "the same batch in the same state gives another result the second time; keep what lasts in state.arrays";
  }
  if (!sameOutcome(outcomeOf(definition.create(given), losses, before), outcome)) {
    return "a new instance gives another result, so a run would not resume; keep what lasts in state.arrays";
  }
  return undefined;
}

/** A reversed batch has the same objective and weights, except that equal losses may swap theirs. */
function orderProblem(
  loss: Loss,
  { losses }: LossCase,
  before: TrainingState,
  { objective, weights, state }: Outcome,
): string | undefined {
  const draws = state.random.state().some((word, i) => word !== before.random.state()[i]);
  if (draws) return undefined;
  const reversed = outcomeOf(loss, Float32Array.from(losses).reverse(), before);
  const hardest = losses.reduce((a, b) => Math.max(a, b));
  const [one, other] = [weights, reversed.weights.toReversed()].map((list) => byLoss(losses, list));
  const largest = weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const same = one.every((weight, i) => close(other[i], weight, 1e-5, largest * 1e-6));
  if (same && close(reversed.objective, objective, 1e-9, 1e-9 * hardest)) return undefined;
  return "the batch in reverse order gives another objective or other weights";
}

/** The weights in ascending order of the losses, and of themselves where losses are equal. */
function byLoss(losses: Float32Array, weights: Float32Array): number[] {
  const order = [...losses.keys()].sort((a, b) => losses[a] - losses[b] || weights[a] - weights[b]);
  return order.map((i) => weights[i]);
}

function contributionProblem(
  { contribution }: LossDefinition,
  { parameters }: Loss,
  { losses }: LossCase,
  { objective }: Outcome,
): string | undefined {
  if (contribution === undefined) return undefined;
  const mean = losses.reduce((sum, loss) => sum + contribution(parameters, loss), 0) / losses.length;
  if (close(mean, objective, 1e-9, 1e-30)) return undefined;
  return `the mean of the contributions is ${mean}, but the objective is ${objective}`;
}

function describe({ given, earlier, losses, keptFraction }: LossCase): string {
  const parameters = Object.entries(given).filter(([, value]) => value !== undefined);
  const shown = losses.length <= 8 ? `losses ${[...losses].join(", ")}` : `${losses.length} losses`;
  return [
    ...parameters.map(([name, value]) => `${name}=${value}`),
    shown,
    ...(earlier.length === 0 ? [] : [`after ${earlier.length} other batches`]),
    ...(keptFraction === undefined ? [] : [`kept fraction ${keptFraction}`]),
  ].join(", ");
}
