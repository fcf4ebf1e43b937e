import { FileFormatError, SettingError } from "../errors/errors.js";
import { JsonError, type JsonPlace, type ParsedJson, parseJson } from "../files/json.js";
import { readText } from "../files/read-file.js";
import { parseSettings } from "./parse-settings.js";
import type { Settings } from "./settings.js";

/** Far more than any settings need. */
const maxBytes = 64 * 1024;

/**
 * Reads a JSON file of settings (`ohem train --config`).
 * @throws FileFormatError with the setting, line and column; InputError when the file cannot be read
 */
export async function readConfigFile(file: string): Promise<Settings> {
  const text = await readText(file, maxBytes);
  let json: ParsedJson | undefined;
  try {
    json = parseJson(text);
    return parseSettings(json.value);
  } catch (error) {
    if (error instanceof JsonError) throw new FileFormatError(file, describePlace(error.place), error.message);
    if (!(error instanceof SettingError && json)) throw error;
    const field = `${error.setting} (${describePlace(json.placeOf([error.setting]))})`;
    throw new FileFormatError(file, field, error.problem);
  }
}

function describePlace({ line, column }: JsonPlace): string {
  return `line ${line}, column ${column}`;
}
