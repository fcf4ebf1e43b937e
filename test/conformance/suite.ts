import { afterAll, describe } from "vitest";
import type { Engine, EngineOptions } from "../../src/engine/engine.js";
import { adamSteps } from "./adam-steps.js";
import { evaluation } from "./evaluation.js";
import { extremes } from "./extremes.js";
import { goldenSteps } from "./golden-steps.js";
import { misuse } from "./misuse.js";
import { randomSteps } from "./random-steps.js";
import { scheduleSteps } from "./schedule-steps.js";
import { skipping } from "./skipping.js";
import { state } from "./state.js";
import { createSubject, type Promises } from "./subject.js";

/** Holds an engine to the contract in src/engine/engine.ts, and prints the largest differences it finds. */
export function conformance(
  name: string,
  makeEngine: (options: EngineOptions) => Promise<Engine>,
  promises: Promises,
): void {
  const subject = createSubject(name, makeEngine, promises);
  describe(name, () => {
    for (const part of [
      goldenSteps,
      scheduleSteps,
      randomSteps,
      adamSteps,
      evaluation,
      skipping,
      extremes,
      state,
      misuse,
    ])
      part(subject);
    afterAll(() => {
      for (const line of subject.differences.lines()) console.log(`${name}: ${line}`);
    });
  });
}
