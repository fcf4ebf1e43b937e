import { InputError, RunError } from "../../errors/errors.js";
import type { Loss } from "../loss.js";
import { stateProblem, targetProblem } from "./check-loss.js";
import { outcomeOf, stateBefore } from "./trial.js";

const batches = [[1], [0], [0.5, 2, 0.5], [0, 1e-30, 1e4, 3, 3, 0.01, 7]].map((losses) => Float32Array.from(losses));

/**
 * Tries a loss on a few small batches before a training begins: mistakes that show at once cost no run.
 * @throws InputError for a breach of its contract
 */
export function requireSound(loss: Loss): void {
  const { definition } = loss;
  const fractions = definition?.target === undefined ? [undefined] : [undefined, 1, 0.5];
  const problem = () => {
    for (const losses of batches) {
      for (const keptFraction of fractions) {
        const tried = { given: {}, earlier: [], losses, keptFraction, seed: 0 };
        const found = stateProblem(loss, tried, outcomeOf(loss, losses, stateBefore(loss, tried)));
        if (found !== undefined) return `loss ${loss.name}: ${found}`;
      }
    }
    const found = definition && targetProblem(definition, loss);
    return found && `loss ${loss.name}: ${found}`;
  };
  try {
    const found = problem();
    if (found !== undefined) throw new InputError(found);
  } catch (error) {
    throw error instanceof RunError ? new InputError(error.message) : error;
  }
}
