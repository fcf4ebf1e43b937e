import { closest, distance } from "fastest-levenshtein";

/**
 * Ends a message about a name that nobody knows; empty where no valid name is near: half of the given name would have to change, or more.
 * Upper and lower case are alike.
 */
export function didYouMean(given: string, valid: readonly string[]): string {
  const lower = given.toLowerCase();
  const names = new Map(valid.map((name) => [name.toLowerCase(), name]));
  const nearest = closest(lower, [...names.keys()]);
  return distance(lower, nearest) > Math.ceil(given.length / 2) ? "" : `; did you mean ${names.get(nearest)}?`;
}
