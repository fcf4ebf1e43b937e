import { readFileSync } from "node:fs";

/** The text of a small file; undefined when it is missing or cannot be read. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
