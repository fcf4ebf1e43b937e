import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { ResolvedConfig, SettingName } from "../config/settings.js";
import { FileFormatError, InputError } from "../errors/errors.js";
import { JsonError, parseJson } from "../files/json.js";
import { jsonObject } from "../files/json-object.js";
import { readText } from "../files/read-file.js";
import { metricsName, modelName } from "./find-run.js";

export const configName = "config.json";
const maxBytes = 64 * 1024;
const again = `remove it, and it is written again from ${modelName}`;

/**
 * Checks that what stands beside a model is of the same run. A missing config.json is none of its concern: the model holds all the settings.
 * @param own the model's
 * @param changeable settings that a resumption may have changed in the model; besides, it may have added epochs
 * @throws InputError that names the files
 */
export async function requireOwnFiles(
  folder: string,
  own: ResolvedConfig,
  changeable: readonly SettingName[],
): Promise<void> {
  const file = join(folder, configName);
  if (existsSync(file)) {
    const settings = await readSettings(file);
    const names = Object.keys({ ...own, ...settings }).filter((name) => !changeable.includes(name as SettingName));
    for (const name of names) {
      const [theirs, ours] = [settings[name], own[name as keyof ResolvedConfig]];
      if (theirs === ours || (name === "epochs" && Number(theirs) <= own.epochs)) continue;
      throw new InputError(
        `${file}: ${name} is ${show(theirs)}, but ${show(ours)} in ${join(folder, modelName)}: they are not of one run; put the run's own files back, or train anew`,
      );
    }
  }
  const metrics = join(folder, metricsName);
  if (existsSync(metrics)) return;
  throw new InputError(
    `${metrics}: missing; put it back, or make an empty file of that name, in which the lines begin where the run goes on`,
  );
}

async function readSettings(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(file, maxBytes);
  try {
    return v.parse(v.looseObject({ settings: jsonObject("the run's settings") }), parseJson(text).value).settings;
  } catch (error) {
    const place = error instanceof JsonError ? `line ${error.place.line}, column ${error.place.column}` : "settings";
    const problem = error instanceof JsonError ? error.message : "expected the run's settings";
    throw new FileFormatError(file, place, `${problem}: the file is damaged; ${again}`);
  }
}

function show(value: unknown): string {
  return value === undefined ? "not set" : String(JSON.stringify(value));
}
