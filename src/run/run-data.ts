import { wasInMemory } from "../data/in-memory.js";
import { isInPlace } from "../data/locate.js";
import { SettingError } from "../errors/errors.js";

/**
 * Checks that a run's own data folder has not moved.
 * @param run its folder or its model file
 * @throws SettingError
 */
export function requireDataInPlace(run: string, data: string): void {
  if (isInPlace(data)) return;
  if (wasInMemory(data)) {
    const problem = `${run} was trained on data in a program's memory`;
    throw new SettingError("data", `${problem}; hand the same data in, or name a folder that holds it`);
  }
  const problem = `${run} was trained on data in ${data}, which no longer exists`;
  throw new SettingError("data", `${problem}; if the folder has moved, name its new place here`);
}
