import { existsSync } from "node:fs";
import { knownSets } from "../data/manifest.js";
import { SettingError } from "../errors/errors.js";

/**
 * Checks that a run's own data folder has not moved.
 * @param run its folder or its model file
 * @throws SettingError
 */
export function requireDataInPlace(run: string, data: string): void {
  if (knownSets().has(data) || existsSync(data)) return;
  const problem = `${run} was trained on data in ${data}, which no longer exists`;
  throw new SettingError("data", `${problem}; if the folder has moved, name its new place here`);
}
