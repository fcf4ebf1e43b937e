import { InputError } from "../../errors/errors.js";
import { shortened } from "../../errors/shortened.js";

/** Makes the parser of a flag that takes a count. */
export function positiveInteger(flag: string): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw new InputError(`${flag}: expected an integer from 1 to 999999999, got ${shortened(text)}`);
  };
}
