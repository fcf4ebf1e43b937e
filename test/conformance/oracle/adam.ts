import type { Adam } from "../../../src/engine/engine.js";
import { mapParameters } from "../../../src/model/net.js";
import type { DoubleParameters } from "./parameters.js";

export interface DoubleState {
  readonly step: number;
  readonly parameters: DoubleParameters;
  readonly firstMoments: DoubleParameters;
  readonly secondMoments: DoubleParameters;
}

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1): epsilon outside the square root of the corrected second moment.
 */
export function adamStep(state: DoubleState, gradient: DoubleParameters, adam: Adam, lr: number): DoubleState {
  const { beta1, beta2 } = adam;
  const step = state.step + 1;
  const firstMoments = mapParameters((name) =>
    state.firstMoments[name].map((moment, i) => beta1 * moment + (1 - beta1) * gradient[name][i]),
  );
  const secondMoments = mapParameters((name) =>
    state.secondMoments[name].map((moment, i) => beta2 * moment + (1 - beta2) * gradient[name][i] ** 2),
  );
  const parameters = mapParameters((name) =>
    state.parameters[name].map(
      (value, i) => value - adamUpdate(firstMoments[name][i], secondMoments[name][i], step, adam, lr),
    ),
  );
  return { step, parameters, firstMoments, secondMoments };
}

/** What step number `step`, counted from 1, subtracts from a parameter with these moments. */
export function adamUpdate(firstMoment: number, secondMoment: number, step: number, adam: Adam, lr: number): number {
  const corrected1 = firstMoment / (1 - adam.beta1 ** step);
  const corrected2 = secondMoment / (1 - adam.beta2 ** step);
  return (lr * corrected1) / (Math.sqrt(corrected2) + adam.epsilon);
}
