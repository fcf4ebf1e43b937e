import { SettingError } from "../errors/errors.js";
import { readDecimal } from "../losses/parts/decimal.js";
import { parseSettings } from "./parse-settings.js";
import { flagOf, type SettingName, type Settings, settingsSchema } from "./settings.js";

/**
 * Reads settings from the text of command-line flags.
 * @throws InputError that names the flag, what was expected and what was given
 */
export function readFlags(flags: Readonly<Partial<Record<SettingName, string | undefined>>>): Settings {
  const given = Object.entries(flags).filter((flag): flag is [SettingName, string] => flag[1] !== undefined);
  try {
    return parseSettings(
      Object.fromEntries(given.map(([key, text]) => [key, isNumber(key) ? readDecimal(text) : text])),
    );
  } catch (error) {
    throw error instanceof SettingError ? error.at(flagOf(error.setting as SettingName)) : error;
  }
}

function isNumber(key: SettingName): boolean {
  return settingsSchema.entries[key].wrapped.type === "number";
}
