import { describe, expect, test } from "vitest";
import { holm } from "../../../src/compare/statistics/holm.js";
import { seedsToShow, smallestDetectable } from "../../../src/compare/statistics/power.js";
import { rules } from "../../../src/compare/statistics/rule.js";
import {
  eValue,
  sequentialEquivalenceTest,
  sequentialFactor,
  sequentialInterval,
  sequentialTest,
} from "../../../src/compare/statistics/sequential.js";
import { signFlipTest, signTest } from "../../../src/compare/statistics/signs.js";
import { spreadOf } from "../../../src/compare/statistics/spread.js";
import { tQuantile } from "../../../src/compare/statistics/student-t.js";
import { equivalenceTest, tInterval, tTest } from "../../../src/compare/statistics/t-test.js";
import { twoWayStandardError } from "../../../src/compare/statistics/two-way.js";

describe("without any spread", () => {
  const alike = spreadOf([0.991 - 0.99, 0.981 - 0.98, 0.9713 - 0.9703]);

  test("the sign flips decide", () => {
    expect(alike.standardError).toBe(0);
    expect(tTest(alike)).toBe(1 / 4);
    expect(equivalenceTest(alike, 0.002)).toBe(1 / 8);
    expect(equivalenceTest(alike, 0.0005)).toBe(1);
    expect(tTest(spreadOf([0, 0]))).toBe(1);
  });

  test("the interval is the mean", () => expect(tInterval(alike, 0.95)).toEqual([alike.mean, alike.mean]));
});

describe("sign flips", () => {
  test("as many as two halves of sums can count", () => {
    expect(signFlipTest(new Array(40).fill(0.001))).toBe(2 / 2 ** 40);
    expect(signFlipTest(new Array(41).fill(0.001))).toBeUndefined();
    // 20 equal differences, one of them the other way: 1 + 20 of the 2^20 are as far from 0, on either side.
    expect(signFlipTest([-1, ...new Array(19).fill(1)])).toBe((2 * 21) / 2 ** 20);
  });

  test("differences of shares that are equal on paper are counted as equal", () => {
    const differences = [0.9904 - 0.9903, 0.9712 - 0.9711, 0.9802 - 0.9803];
    expect(signFlipTest(differences)).toBe(1);
  });
});

test.each([
  [6, 0, 2 / 64],
  [5, 1, 14 / 64],
  [1, 5, 14 / 64],
  [3, 3, 1],
  [0, 0, 1],
])("the sign test of %i wins and %i losses", (wins, losses, p) => expect(signTest(wins, losses)).toBeCloseTo(p, 14));

test("of the hypotheses of one group at most one is true", () => {
  const expected = [
    [0.003, 0.006],
    [0.012, 1],
    [0.018, 1],
  ];
  const ps = [
    [0.001, 0.002],
    [0.006, 0.9],
    [0.009, 0.8],
  ];
  for (const [i, group] of holm(ps).entries()) {
    for (const [j, p] of group.entries()) expect(p).toBeCloseTo(expected[i][j], 15);
  }
});

describe("power", () => {
  test.each([
    [1, 5, 1.66],
    [1, 10, 0.99],
    [1, 20, 0.66],
    [10, 20, 0.9],
  ])("with %i tests, %i seeds show %f standard deviations", (k, n, size) => {
    const found = smallestDetectable({ n, mean: 0, standardError: 1 / Math.sqrt(n) }, 0.05, k, rules.fixed);
    expect(Math.abs(found - size)).toBeLessThan(0.02);
    expect(seedsToShow(found, 1, 0.05, k, rules.fixed)).toBe(n);
  });

  test("the rule for many looks needs more seeds, and shows nothing with four", () => {
    expect(seedsToShow(1, 1, 0.05, 1, rules.sequential)).toBeGreaterThan(seedsToShow(1, 1, 0.05, 1, rules.fixed)!);
    expect(smallestDetectable({ n: 4, mean: 0, standardError: 1 }, 0.05, 1, rules.sequential)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  test("no number of seeds shows next to nothing", () => {
    expect(seedsToShow(1e-6, 1, 0.05, 1, rules.fixed)).toBeUndefined();
    expect(seedsToShow(1, 0, 0.05, 1, rules.fixed)).toBe(2);
  });
});

describe("the rule for more than one look", () => {
  const spread = spreadOf([0.0012, 0.0004, 0.0031, 0.0017, 0.0002, 0.0021, 0.0008]);

  test("its interval holds what it does not refute", () => {
    const [low, high] = sequentialInterval(spread, 0.95)!;
    expect(eValue(spread, low)).toBeCloseTo(20, 9);
    expect(eValue(spread, high)).toBeCloseTo(20, 9);
    expect(sequentialTest(spread)).toBe(1 / eValue(spread));
  });

  test("a margin is shown where the interval lies within it", () => {
    const [, high] = sequentialInterval(spread, 0.95)!;
    expect(sequentialEquivalenceTest(spread, 1.0001 * high)).toBeLessThan(0.05);
    expect(sequentialEquivalenceTest(spread, 0.9999 * high)).toBeGreaterThan(0.05);
    expect(sequentialEquivalenceTest(spread, 0.5 * spread.mean)).toBe(1);
  });

  test("its interval is wider, and bounds nothing below five seeds", () => {
    expect(sequentialFactor(4, 0.05)).toBe(Number.POSITIVE_INFINITY);
    expect(sequentialInterval(spreadOf([0.1, 0.2, 0.3]), 0.95)).toBeUndefined();
    for (const n of [10, 20, 40]) {
      const ratio = sequentialFactor(n, 0.05) / tQuantile(0.975, n - 1);
      expect(ratio).toBeGreaterThan(1.63);
      expect(ratio).toBeLessThan(1.72);
    }
  });

  test("no difference at all is no evidence", () => {
    expect(sequentialTest(spreadOf([0, 0, 0]))).toBe(1);
    expect(eValue(spreadOf([1, 1, 1]))).toBeCloseTo(4, 12);
  });
});

test("the two-way error counts seeds and images once each", () => {
  const [seeds, images] = [
    [1, 4, 7],
    [0, 2, 4, 6],
  ];
  const differences = seeds.map((seed) => new Map(images.map((image, i) => [i, seed + image])));
  expect(twoWayStandardError(differences, images.length)).toBeCloseTo(Math.sqrt(9 / 3 + 20 / 3 / 4), 12);
});
