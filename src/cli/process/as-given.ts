import { flagOf, type SettingName, type Settings } from "../../config/settings.js";
import { InputError, SettingError } from "../../errors/errors.js";

/** A file of settings, as it was named. */
export interface SettingsFile {
  readonly name: string;
  readonly settings: Settings;
}

/** Names the setting that an error is about as it was given: the flag, or the file and its key. What was not given is left as it is. */
export function asGiven(error: unknown, flags: Settings, file?: SettingsFile): unknown {
  if (!(error instanceof SettingError)) return error;
  const { settingProblem } = error;
  const setting = error.setting as SettingName;
  if (setting in flags) return new InputError(`${flagOf(setting)}: ${settingProblem}`);
  if (file && setting in file.settings) return new InputError(`${file.name}: ${setting}: ${settingProblem}`);
  return error;
}
