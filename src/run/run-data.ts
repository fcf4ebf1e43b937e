import { isInPlace } from "../data/locate.js";
import { SettingError } from "../errors/errors.js";

/**
 * Checks that a run's own data folder has not moved.
 * @param run its folder or its model file
 * @throws SettingError
 */
export function requireDataInPlace(run: string, data: string): void {
  if (isInPlace(data)) return;
  const problem = `${run} was trained on data in ${data}, which no longer exists`;
  throw new SettingError("data", `${problem}; if the folder has moved, name its new place here`);
}
