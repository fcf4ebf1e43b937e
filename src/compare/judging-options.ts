import { SettingError } from "../errors/errors.js";
import { type Metric, metrics } from "./comparison.js";

export const defaultAlpha = 0.05;
export const defaultMargin = 0.001;

/** What a verdict depends on beside the trials. */
export interface JudgingOptions {
  readonly metric?: Metric | undefined;
  /** the most that the share of comparisons with a false claim may be, over all looks; default 0.05 */
  readonly alpha?: number | undefined;
  /** differences below it do not matter: a share, 0.001 (the default) is 0.1 points */
  readonly margin?: number | undefined;
  /** test accuracy, for the time that it takes to reach it */
  readonly target?: number | undefined;
}

/** The same, of trials that are there already. */
export interface RejudgingOptions extends JudgingOptions {
  /** name of the contestant that the others are held against; default: the first */
  readonly baseline?: string | undefined;
}

/** @throws SettingError for a value out of range, or of another type */
export function requireJudging({ metric, alpha, margin, target }: JudgingOptions): void {
  if (metric !== undefined && !metrics.includes(metric)) {
    throw new SettingError("metric", `expected ${metrics.join(" or ")}, got ${String(metric)}`);
  }
  requireBetween("alpha", alpha);
  requireBetween("margin", margin);
  const isReachable = target === undefined || (typeof target === "number" && target > 0 && target <= 1);
  if (!isReachable) throw new SettingError("target", `expected a number > 0 and <= 1, got ${shown(target)}`);
}

function requireBetween(option: string, value: number | undefined): void {
  if (value === undefined || (typeof value === "number" && value > 0 && value < 1)) return;
  throw new SettingError(option, `expected a number > 0 and < 1, got ${shown(value)}`);
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
