import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError, InputError } from "../errors/errors.js";
import { JsonError, type ParsedJson, parseJson } from "../files/json.js";
import { jsonObject } from "../files/json-object.js";
import { readText } from "../files/read-file.js";
import { checkLoss, refuseRatioBesideLoss } from "./loss-setting.js";
import { type Settings, settingNames, settingsSchema } from "./settings.js";

/** Far more than any settings need. */
const maxBytes = 64 * 1024;

const fileSchema = v.pipe(jsonObject("an object of settings"), settingsSchema);

/**
 * Reads a JSON file of settings (`ohem train --config`).
 * @throws FileFormatError that names the file, the setting, and line and column; InputError when the file cannot be read
 */
export async function readConfigFile(file: string): Promise<Settings> {
  const json = parse(file, await readText(file, maxBytes));
  const { success, issues, output: settings } = v.safeParse(fileSchema, json.value);
  if (!success) throw problemAt(file, json, pathOf(issues[0]), describeIssue(issues[0], String, settingNames));
  refuseInFile(file, json, "ratio", () => refuseRatioBesideLoss(settings, (key) => key));
  refuseInFile(file, json, "loss", () => checkLoss(settings));
  return settings;
}

function parse(file: string, text: string): ParsedJson {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { line, column } = error.place;
    throw new FileFormatError(file, `line ${line}, column ${column}`, error.message);
  }
}

function refuseInFile(file: string, json: ParsedJson, key: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw problemAt(file, json, [key], error.message);
  }
}

function problemAt(file: string, json: ParsedJson, path: readonly PropertyKey[], problem: string): FileFormatError {
  const { line, column } = json.placeOf(path);
  const name = path.join(".") || "settings";
  return new FileFormatError(file, `${name} (line ${line}, column ${column})`, problem);
}
