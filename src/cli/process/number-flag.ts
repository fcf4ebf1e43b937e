import { InputError } from "../../errors/errors.js";
import { percentHint } from "../../errors/percent-hint.js";
import { shortened } from "../../errors/shortened.js";
import { readDecimal } from "../../losses/parts/decimal.js";

/** Reads the value of a flag that is no setting. */
export function integerFlag(flag: string, least: number, most = 999_999_999): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InputError(`${flag}: expected an integer from ${least} to ${most}, got ${shortened(text)}`);
  };
}

/** Percentage points of accuracy. @returns a share */
export function pointsFlag(flag: string): (text: string) => number {
  return (text) => {
    const value = readDecimal(text);
    if (typeof value === "number" && value > 0 && value < 100) return value / 100;
    throw new InputError(
      `${flag}: expected percentage points, a number > 0 and < 100 as in 0.1, got ${shortened(text)}`,
    );
  };
}

/** A number above 0, at most `most`; with 1 it is a share. */
export function positiveFlag(flag: string, most: number): (text: string) => number {
  return (text) => {
    const value = readDecimal(text);
    if (typeof value === "number" && value > 0 && value <= most) return value;
    const hint = most === 1 ? percentHint(value) : "";
    throw new InputError(`${flag}: expected a number > 0 and <= ${most}${hint}, got ${shortened(text)}`);
  };
}
