import { InputError } from "./errors.js";
import { didYouMean } from "./nearest-name.js";

/** @param problem what is unknown and where: `unknown loss "ohm"` */
export function unknownName(problem: string, given: string, valid: readonly string[]): InputError {
  return new InputError(`${problem}${didYouMean(given, valid)} (valid: ${valid.join(", ")})`);
}
