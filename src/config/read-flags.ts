import * as z from "zod";
import { InputError } from "../errors.js";
import { describeIssue } from "./describe-issue.js";
import { checkLoss, refuseRatioBesideLoss } from "./loss-setting.js";
import { flagOf, type SettingName, type Settings, settingsSchema } from "./settings.js";

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The settings that a command line's flags give, as text.
 * @throws InputError that names the flag, what was expected and what was given
 */
export function readFlags(flags: Readonly<Partial<Record<SettingName, string | undefined>>>): Settings {
  const given = Object.entries(flags).filter((flag): flag is [SettingName, string] => flag[1] !== undefined);
  const input = Object.fromEntries(given.map(([key, text]) => [key, isNumber(key) ? toNumber(text) : text]));
  const result = settingsSchema.safeParse(input);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const flag = flagOf(issue.path[0] as SettingName);
    throw new InputError(`${flag}: ${describeIssue(issue, input)}`);
  }
  refuseRatioBesideLoss(result.data, flagOf);
  checkLoss(result.data);
  return result.data;
}

function isNumber(key: SettingName): boolean {
  return settingsSchema.shape[key].unwrap() instanceof z.ZodNumber;
}

/** What is no decimal number stays text, and the schema says what it expected. */
function toNumber(text: string): number | string {
  return decimal.test(text) ? Number(text) : text;
}
