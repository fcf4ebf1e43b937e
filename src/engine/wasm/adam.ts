import type { Adam } from "../engine.js";

/** Counts Adam's steps, and keeps its coefficients (assembly/adam.ts) up to date in the kernels' memory. */
export interface AdamClock {
  step(): number;
  /** Advances to the next step and writes its coefficients. */
  tick(lr: number): void;
  reset(step: number): void;
}

/**
 * The powers of beta are running products, in double precision: Math.pow differs between versions of Node in the last
 * bit, products do not.
 * @param coefficients [adamCoefficients]
 */
export function createAdamClock({ beta1, beta2, epsilon }: Adam, coefficients: Float32Array): AdamClock {
  let step = 0;
  let power1 = 1;
  let power2 = 1;
  coefficients.set([beta1, 1 - beta1, beta2, 1 - beta2, 0, 0, epsilon]);
  const advance = () => {
    power1 *= beta1;
    power2 *= beta2;
  };
  return {
    step: () => step,
    tick: (lr) => {
      step++;
      advance();
      coefficients[4] = lr / (1 - power1);
      coefficients[5] = 1 / (1 - power2);
    },
    reset: (to) => {
      step = to;
      power1 = 1;
      power2 = 1;
      for (let i = 0; i < to; i++) advance();
    },
  };
}
