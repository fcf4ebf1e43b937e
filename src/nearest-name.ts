import { closest } from "fastest-levenshtein";

/** Ends a message about a name that nobody knows. @param valid at least one */
export function didYouMean(given: string, valid: readonly string[]): string {
  return `; did you mean ${closest(given, valid)}?`;
}
