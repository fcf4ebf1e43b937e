import { InputError } from "../errors/errors.js";

/** The result of one check. */
export interface Check {
  readonly name: string;
  /** `missing`: something cannot run without it; `none`: it is not there, and nothing needs it */
  readonly state: "ok" | "missing" | "none";
  /** one line: what is there, or what is wrong */
  readonly found: string;
  /** the command that fixes it, if there is one */
  readonly fix?: string | undefined;
}

/** @param look describes what it found, or throws an error that says what is missing and what to do */
export async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, state: "ok", found: await look() };
  } catch (error) {
    if (error instanceof InputError && error.fix !== undefined) {
      return { name, state: "missing", found: error.found, fix: error.fix };
    }
    return { name, state: "missing", found: (error as Error).message };
  }
}
