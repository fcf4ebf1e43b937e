import { InputError } from "../../errors/errors.js";
import { percentHint } from "../../errors/percent-hint.js";

/**
 * How many of N examples a kept fraction selects: max(1, floor(fraction * N)).
 * @throws InputError for a fraction that is not above 0 and at most 1: programs may set the state's to anything
 */
export function keptCount(fraction: number, n: number): number {
  if (fraction > 0 && fraction <= 1) return Math.max(1, Math.floor(fraction * n));
  const expected = `expected a number > 0 and <= 1${percentHint(fraction)}, or undefined for the loss's own`;
  throw new InputError(`state.keptFraction: ${expected}, got ${fraction}`);
}
