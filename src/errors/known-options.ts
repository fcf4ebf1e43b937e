import { InputError } from "./errors.js";
import { shortened } from "./shortened.js";
import { unknownName } from "./unknown-name.js";

/** The names of a function's options: `satisfies KnownOptions<ItsOptions>` keeps them complete. */
export type KnownOptions<Options> = { readonly [Name in keyof Required<Options>]: true };

/**
 * Refuses what JavaScript lets through: an option by another name would be left out without a word.
 * @param call the function's name
 * @throws InputError
 */
export function requireKnown(call: string, options: unknown, known: Readonly<Record<string, true>>): void {
  const names = Object.keys(known);
  if (typeof options !== "object" || options === null) {
    throw new InputError(`${call} takes { ${names.join(", ")} }, got ${shortened(String(options))}`);
  }
  const unknown = Object.keys(options).find((name) => !(name in known));
  if (unknown !== undefined) throw unknownName(`${call} has no option "${shortened(unknown)}"`, unknown, names);
}
