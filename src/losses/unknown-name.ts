import { closest } from "fastest-levenshtein";
import { InputError } from "../errors.js";

/** @param problem what is unknown and where: `unknown loss "ohm"` */
export function unknownName(problem: string, given: string, valid: readonly string[]): InputError {
  return new InputError(`${problem}, the nearest is "${closest(given, valid)}" (valid: ${valid.join(", ")})`);
}
