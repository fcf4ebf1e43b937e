import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveConfig } from "../../src/config/resolve-config.js";
import type { Settings } from "../../src/config/settings.js";
import { train } from "../../src/run/train.js";
import { linesOf, type RunState, stateOf } from "./run-state.js";

/** An undisturbed run, at every step at which it could be resumed, and at its end. */
export interface Reference {
  readonly states: ReadonlyMap<number, RunState>;
  readonly last: RunState;
  readonly lines: ReturnType<typeof linesOf>;
  readonly examples: string;
}

/** Trains with a checkpoint after every step. @param out the run's folder */
export async function undisturbed(settings: Settings, out: string): Promise<Reference> {
  const states = new Map<number, RunState>();
  for await (const event of train(resolveConfig({}, { ...settings, out, checkpointEvery: 1 }))) {
    if (event.type === "checkpoint") states.set(event.steps, await stateOf(out));
  }
  const examples = readFileSync(join(out, "examples.csv"), "utf8");
  return { states, last: await stateOf(out), lines: linesOf(out), examples };
}
