import { dirname } from "node:path";
import { loadCheckpoint } from "../checkpoint/read-checkpoint.js";
import { readGate } from "./run-config.js";

/** The gate that a run was given and did not reach. @returns undefined also for a model that cannot be read */
export async function missedGate(model: string): Promise<number | undefined> {
  const gate = await readGate(dirname(model));
  if (gate === undefined) return undefined;
  const checkpoint = await loadCheckpoint(model).catch(() => undefined);
  const accuracy = checkpoint?.loop.evaluations.at(-1)?.testAccuracy;
  return accuracy !== undefined && accuracy < gate ? gate : undefined;
}
