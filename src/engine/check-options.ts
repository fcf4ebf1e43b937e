import { checkDataset } from "../data/check-dataset.js";
import { SettingError } from "../errors/errors.js";
import { requireInteger } from "../errors/require-integer.js";
import { maxClasses, minClasses, requireSizes } from "../model/net.js";
import { type Adam, type EngineOptions, stateParts } from "./engine.js";

/**
 * Checks what a program hands over for a new engine: without types, a mistake would show as another error, or as none.
 * @throws SettingError that names the option
 */
export function checkEngineOptions({ train, test, classes, batchSize, adam, initial }: EngineOptions): void {
  requireInteger("classes", classes, minClasses, maxClasses);
  requireInteger("batchSize", batchSize, 1, 2 ** 32);
  if (train !== undefined) checkDataset("train", train, classes);
  if (test !== undefined) checkDataset("test", test, classes);
  if (adam !== undefined) checkAdam(adam);
  const parts = stateParts.map((part) => initial?.[part]);
  if (!Number.isSafeInteger(initial?.step) || parts.includes(undefined as never)) {
    const problem = "expected a state of the net and of Adam: initialState(classes, seed), or an engine's readState()";
    throw new SettingError("initial", problem);
  }
  for (const part of stateParts) requireSizes(`initial: ${part}`, initial[part], classes);
}

function checkAdam(adam: Adam): void {
  for (const name of ["beta1", "beta2", "epsilon"] as const) {
    const legal = name === "epsilon" ? adam?.[name] > 0 && Number.isFinite(adam[name]) : isShare(adam?.[name]);
    if (legal) continue;
    const expected = name === "epsilon" ? "a number > 0" : "a number >= 0 and < 1";
    throw new SettingError(`adam.${name}`, `expected ${expected}, got ${adam?.[name]}`);
  }
}

function isShare(value: number): boolean {
  return value >= 0 && value < 1;
}
