import { closest, distance } from "fastest-levenshtein";

/**
 * Ends a message about an unknown name; empty where no valid name is near, because half of the given name or more would
 * have to change. Case is ignored.
 */
export function didYouMean(given: string, valid: readonly string[]): string {
  const lower = given.toLowerCase();
  const names = new Map(valid.map((name) => [name.toLowerCase(), name]));
  const nearest = closest(lower, [...names.keys()]);
  return distance(lower, nearest) > Math.ceil(given.length / 2) ? "" : `; did you mean ${names.get(nearest)}?`;
}
