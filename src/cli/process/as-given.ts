import { flagOf, type SettingName, type Settings } from "../../config/settings.js";
import { SettingError } from "../../errors/errors.js";

/** A file of settings, by the name that was typed. */
export interface SettingsFile {
  readonly name: string;
  readonly settings: Settings;
}

/** Names the setting that an error is about in the words of the command line: the file and its key, or the flag. */
export function asGiven(error: unknown, flags: object, file?: SettingsFile): unknown {
  if (!(error instanceof SettingError)) return error;
  const setting = error.setting as SettingName;
  const inFile = file && setting in file.settings && !(setting in flags);
  return error.at(inFile ? `${file.name}: ${setting}` : flagOf(setting));
}
