import { SettingError } from "./errors.js";
import { shortened } from "./shortened.js";

/** @throws SettingError unless the option's value is an integer in this range, bounds included */
export function requireInteger(option: string, value: unknown, least: number, most: number): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new SettingError(option, `expected an integer from ${least} to ${most}, got ${shortened(String(value))}`);
}
