import { readFileSync } from "node:fs";
import type { Comparison } from "../../src/compare/comparison.js";

/** A comparison.json without what depends on the machine. */
export function timeless(file: string): object {
  const {
    contestants,
    exploratory: _,
    recommended: __,
    ...rest
  } = JSON.parse(readFileSync(file, "utf8")) as Comparison;
  return { ...rest, contestants: contestants.map(({ relativeTime: _, ...figures }) => figures) };
}
