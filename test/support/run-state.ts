import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkpoint } from "../../src/checkpoint/checkpoint.js";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";

/** The state from which the run in this folder resumes, without times and settings. */
export async function stateOf(run: string) {
  return describeState(await loadCheckpoint(join(run, "model.safetensors")));
}
export type RunState = ReturnType<typeof describeState>;

export function describeState({ engine, loop, ledger, arrays }: Checkpoint) {
  const { epochs, evaluations, sums, ...position } = loop;
  const tensors = [engine.parameters, engine.firstMoments, engine.secondMoments].flatMap((of) => Object.values(of));
  const digest = createHash("sha256");
  for (const tensor of [...tensors, ...Object.values(ledger).flat(), ...arrays.values()]) digest.update(tensor);
  return {
    sha256: digest.digest("hex"),
    position,
    sums: withoutTimes(sums),
    epochs: epochs.map(withoutTimes),
    evaluations: evaluations.map(withoutTimes),
  };
}

/** The lines of steps, epochs and evaluations in the run's metrics.jsonl, without times. */
export function linesOf(run: string) {
  const lines = readFileSync(join(run, "metrics.jsonl"), "utf8").trim().split("\n");
  return lines
    .map((line) => withoutTimes(JSON.parse(line)))
    .filter(({ type }) => ["step", "epoch", "evaluation"].includes(type));
}

function withoutTimes<T extends object>(event: T): T {
  return Object.fromEntries(Object.entries(event).filter(([key]) => !/second/i.test(key))) as T;
}
