import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { Allocate } from "../data/allocate.js";
import type { LoadedData } from "../data/dataset.js";
import { deriveTraining } from "../data/derive.js";
import { type DataInMemory, openInMemory, wasInMemory } from "../data/in-memory.js";
import { loadDataInto } from "../data/load.js";
import { isInPlace } from "../data/locate.js";
import { SettingError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";

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

/**
 * The data that a run was trained on, its training set as the run derived it.
 * @param run its folder or its model file
 * @param given the data, or where it is now; undefined: where it was
 * @param forImages gives the bytes that a file of images is read into
 * @throws InputError
 */
export async function loadRunData(
  run: string,
  checkpoint: Checkpoint,
  given?: string | DataInMemory,
  forImages?: Allocate,
): Promise<LoadedData> {
  const { config, dataSha256 } = checkpoint;
  if (given === undefined) requireDataInPlace(run, config.data);
  const place = given ?? config.data;
  const data =
    typeof place === "string" ? await attributeTo("data", loadDataInto(place, forImages)) : openInMemory(place);
  if (data.sha256 !== dataSha256) {
    const got = typeof place === "string" ? place : "what was handed in";
    throw new SettingError("data", `${got} is not the data that the run was trained on; name its own`);
  }
  return { ...data, train: deriveTraining(data.train, data.classes, config, config.seed).train };
}
