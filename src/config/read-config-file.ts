import { FileFormatError, SettingError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";
import { JsonError, type JsonPlace, type ParsedJson, parseJson } from "../files/json.js";
import { readText } from "../files/read-file.js";
import { modulePath } from "../losses/registry.js";
import { parseSettings } from "./parse-settings.js";
import type { Settings } from "./settings.js";

/** Far more than any settings need. */
const maxBytes = 64 * 1024;

/**
 * Reads a JSON file of settings (`ohem train --config`). A module that its loss names is loaded: read only a file that
 * the user has named.
 * @throws FileFormatError with the setting, line and column; InputError when the file cannot be read
 */
export async function readConfigFile(file: string): Promise<Settings> {
  const text = await readText(file, maxBytes);
  let json: ParsedJson | undefined;
  try {
    json = parseJson(text);
    await loadModule(json.value);
    return parseSettings(json.value);
  } catch (error) {
    if (error instanceof JsonError) throw new FileFormatError(file, describePlace(error.place), error.message);
    if (!(error instanceof SettingError && json)) throw error;
    const field = `${error.setting} (${describePlace(json.placeOf([error.setting]))})`;
    throw new FileFormatError(file, field, error.problem);
  }
}

/** @throws SettingError for what is wrong in it */
async function loadModule(settings: unknown): Promise<void> {
  const { loss } = Object(settings) as { readonly loss?: unknown };
  if (typeof loss !== "string" || modulePath(loss) === undefined) return;
  const { loadLoss } = await import("../losses/own/load-loss.js");
  await attributeTo("loss", loadLoss(loss));
}

function describePlace({ line, column }: JsonPlace): string {
  return `line ${line}, column ${column}`;
}
