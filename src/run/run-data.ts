import { existsSync } from "node:fs";
import { knownSets } from "../data/manifest.js";
import { InputError } from "../errors/errors.js";

/**
 * Checks that a run's own data folder has not moved.
 * @param run its folder or its model file
 * @throws InputError
 */
export function requireDataInPlace(run: string, data: string): void {
  if (knownSets().has(data) || existsSync(data)) return;
  const problem = `${run}: trained on data in ${data}, which is not there any more`;
  throw new InputError(`${problem}; if the folder has moved, name its new place: --data FOLDER`);
}
