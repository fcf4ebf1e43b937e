import { closest, distance } from "fastest-levenshtein";

/**
 * Ends a message about an unknown name; empty where no valid name is near, because more than a third of the given name
 * would have to change. A name with its letters in another order is near, and case is ignored.
 */
export function didYouMean(given: string, valid: readonly string[]): string {
  const lower = given.toLowerCase();
  const names = new Map(valid.map((name) => [name.toLowerCase(), name]));
  const nearest = closest(lower, [...names.keys()]);
  const near = distance(lower, nearest) <= Math.max(1, Math.floor(given.length / 3));
  return near || sorted(lower) === sorted(nearest) ? `; did you mean ${names.get(nearest)}?` : "";
}

function sorted(letters: string): string {
  return [...letters].sort().join("");
}
