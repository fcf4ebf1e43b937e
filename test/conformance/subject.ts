import { onTestFinished } from "vitest";
import type { Engine, EngineOptions } from "../../src/engine/engine.js";
import { type Differences, differences } from "./differences.js";

/** |actual - expected| may be `absolute` + `relative` * |expected|. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

export interface Tolerances {
  /** per-example losses, their mean, objectives; nats */
  readonly losses: Tolerance;
  readonly gradient: Tolerance;
  /** after at most ten steps at a learning rate of 1e-3, or thirty of a schedule below 1e-2 */
  readonly parameters: Tolerance;
}

/** For float32: a plain float32 version of the net differs from double precision by about half of it. */
export const float32Tolerances: Tolerances = {
  losses: { absolute: 5e-5, relative: 1e-5 },
  gradient: { absolute: 1e-5, relative: 1e-5 },
  parameters: { absolute: 2e-4, relative: 0 },
};

/** An engine's promises beyond the contract. */
export interface Promises {
  /**
   * The same calls give the same bits, and an example's numbers do not depend on the others in its batch. Without
   * it, both hold within the tolerances.
   */
  readonly sameBits: boolean;
  readonly tolerances: Tolerances;
}

/** An engine under test. */
export interface Subject extends Promises {
  readonly name: string;
  /** Makes an engine that is disposed after the test. */
  open(options: EngineOptions): Promise<Engine>;
  readonly differences: Differences;
}

export function createSubject(
  name: string,
  makeEngine: (options: EngineOptions) => Promise<Engine>,
  promises: Promises,
): Subject {
  return {
    ...promises,
    name,
    differences: differences(),
    open: async (options) => {
      const engine = await makeEngine(options);
      onTestFinished(() => engine.dispose());
      return engine;
    },
  };
}
