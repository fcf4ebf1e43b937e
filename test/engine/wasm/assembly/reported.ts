import { afterAll } from "vitest";
import { type Differences, differences } from "../../../conformance/differences.js";
import type { Tolerance } from "../../../conformance/subject.js";

/** A few units in the last place of float32 on values around one. */
export const rounding: Tolerance = { absolute: 2e-6, relative: 2e-6 };

/** Prints the largest differences of a file's kernels from the reference after its last test. */
export function reportedDifferences(): Differences {
  const seen = differences();
  afterAll(() => {
    for (const line of seen.lines()) console.log(line);
  });
  return seen;
}
