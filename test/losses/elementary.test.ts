import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { exp, expm1, log, logOneMinusExp } from "../../src/losses/parts/elementary.js";

const largest = new Map<string, number>();
afterAll(() => {
  for (const [name, difference] of largest) console.log(`${name}: largest relative difference ${difference}`);
});

function near(name: string, actual: number, expected: number): void {
  const difference = actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
  largest.set(name, Math.max(largest.get(name) ?? 0, difference));
  expect(difference).toBeLessThan(2e-15);
}

/** Tiny and large magnitudes are both likely. */
const positive = fc.oneof(
  fc.double({ min: 0, max: 700, minExcluded: true, noNaN: true }),
  fc.double({ min: -45, max: 2.8, noNaN: true }).map((exponent) => 10 ** exponent),
);
const runs = { numRuns: 20_000 };

describe("elementary functions", () => {
  test("agree with Math where Math is accurate", () => {
    fc.assert(
      fc.property(positive, fc.boolean(), (size, negative) => {
        const x = negative ? -size : size;
        near("exp", exp(x), Math.exp(x));
        near("expm1", expm1(x), Math.expm1(x));
      }),
      runs,
    );
    fc.assert(
      fc.property(fc.double({ min: 0, minExcluded: true, noDefaultInfinity: true, noNaN: true }), (x) => {
        near("log", log(x), Math.log(x));
      }),
      runs,
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => near("log near 1", log(x), Math.log(x))),
      runs,
    );
    fc.assert(
      fc.property(positive, (x) => {
        const expected = x > Math.LN2 ? Math.log1p(-Math.exp(-x)) : Math.log(-Math.expm1(-x));
        near("logOneMinusExp", logOneMinusExp(x), expected);
      }),
      runs,
    );
  });

  test("are exact at their limits", () => {
    expect(exp(0)).toBe(1);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(-1e4)).toBe(0);
    expect(exp(710)).toBe(Infinity);
    expect(exp(-745)).toBe(Number.MIN_VALUE);
    expect(expm1(0)).toBe(0);
    expect(expm1(-1e4)).toBe(-1);
    expect(expm1(1e-300)).toBe(1e-300);
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    near("log", log(Number.MIN_VALUE), Math.log(Number.MIN_VALUE));
    near("log", log(Number.MAX_VALUE), Math.log(Number.MAX_VALUE));
    expect(logOneMinusExp(1e4)).toBe(-0);
  });
});
