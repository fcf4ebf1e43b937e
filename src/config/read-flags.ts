import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { InputError } from "../errors/errors.js";
import { readDecimal } from "../losses/parts/decimal.js";
import { checkLoss, refuseRatioBesideLoss } from "./loss-setting.js";
import { flagOf, type SettingName, type Settings, settingsSchema } from "./settings.js";

/**
 * The settings that a command line's flags give, as text.
 * @throws InputError that names the flag, what was expected and what was given
 */
export function readFlags(flags: Readonly<Partial<Record<SettingName, string | undefined>>>): Settings {
  const given = Object.entries(flags).filter((flag): flag is [SettingName, string] => flag[1] !== undefined);
  const input = Object.fromEntries(given.map(([key, text]) => [key, isNumber(key) ? readDecimal(text) : text]));
  const { success, issues, output: settings } = v.safeParse(settingsSchema, input);
  if (!success) {
    const flag = flagOf(pathOf(issues[0])[0] as SettingName);
    throw new InputError(`${flag}: ${describeIssue(issues[0])}`);
  }
  refuseRatioBesideLoss(settings, flagOf);
  checkLoss(settings);
  return settings;
}

function isNumber(key: SettingName): boolean {
  return settingsSchema.entries[key].wrapped.type === "number";
}
