import { expect, test } from "vitest";
import { formatCount } from "../../src/report/numbers.js";

test.each([0, 7, 999, 1000, 60_000, 999_999, 1_000_000, -12_345, 2 ** 53 - 1, 999.5])(
  "%d with commas, as in en-US",
  (count) => {
    expect(formatCount(count)).toBe(Math.round(count).toLocaleString("en-US"));
  },
);
