import type { Command } from "commander";
import { defaultConfig } from "../../config/resolve-config.js";
import { describeSetting, flagOf, type SettingName } from "../../config/settings.js";
import { InputError } from "../../errors/errors.js";
import { shortened } from "../../errors/shortened.js";

/** Flags for settings, in the order of the help text, with the placeholder of their value. */
export type SettingFlags = Readonly<Partial<Record<SettingName, string>>>;

export function addSettingFlags(command: Command, flags: SettingFlags): void {
  for (const [name, placeholder] of Object.entries(flags) as [SettingName, string][]) {
    command.option(`${flagOf(name)} <${placeholder}>`, describe(name), valueGiven(flagOf(name)));
  }
}

/** The flags of a list that were given. */
export function pick<Given extends object, Name extends keyof Given>(
  given: Given,
  list: Readonly<Record<Name, unknown>>,
): Pick<Given, Name> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in list)) as Pick<Given, Name>;
}

/** A flag in place of a value means that the value was forgotten. */
function valueGiven(flag: string): (text: string) => string {
  return (text) => {
    if (text.startsWith("--")) throw new InputError(`${flag}: its value is missing, ${shortened(text)} follows`);
    return text;
  };
}

function describe(name: SettingName): string {
  const value = (defaultConfig as Partial<Record<SettingName, number | string>>)[name];
  return value === undefined ? describeSetting(name) : `${describeSetting(name)} (default: ${value})`;
}
