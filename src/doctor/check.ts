import { InputError } from "../errors/errors.js";

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `missing`: something cannot run because of it; `none`: it is not there, and nothing that is there needs it */
  readonly state: "ok" | "missing" | "none";
  /** one line: what is there, or why not */
  readonly found: string;
  /** what to type, where something helps */
  readonly fix?: string;
}

/** @param look returns what it found; throws an error whose message says what is missing, and what to do */
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
