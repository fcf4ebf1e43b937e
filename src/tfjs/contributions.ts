import type { LossDefinition, LossValues } from "../losses/definition.js";
import type { Mined } from "./mining.js";

/**
 * What each prediction contributes to the objective, which is the mean over all predictions, ignored ones included.
 *
 * @param values the parameters in force
 * @param counts [predictions] 1 for a prediction that is an example, 0 for an ignored one; undefined: all are
 * @returns [predictions]; 0 where the example is skipped or its label ignored
 */
export function contributionsOf<Values extends LossValues>(
  { contribution }: Pick<LossDefinition<Values>, "contribution">,
  values: Values,
  { objective, losses, weights }: Mined,
  counts: Uint8Array | undefined,
): Float32Array {
  const rows = losses.length;
  if (contribution === undefined) {
    const left = losses.reduce((rest, loss, row) => rest - weights[row] * loss, objective);
    const share = left / weights.reduce((selected, weight) => selected + (weight === 0 ? 0 : 1), 0);
    return losses.map((loss, row) => (weights[row] === 0 ? 0 : rows * (weights[row] * loss + share)));
  }
  const examples = counts?.reduce((sum, count) => sum + count, 0) ?? rows;
  return losses.map((loss, row) => (counts?.[row] === 0 ? 0 : (rows / examples) * contribution(values, loss)));
}
