import { describe, expect, test } from "vitest";
import { holm } from "../../../src/compare/statistics/holm.js";
import { smallestDetectable } from "../../../src/compare/statistics/power.js";
import { rules } from "../../../src/compare/statistics/rule.js";
import { signFlipTest } from "../../../src/compare/statistics/signs.js";
import { spreadOf } from "../../../src/compare/statistics/spread.js";
import { tQuantile, tUpperTail } from "../../../src/compare/statistics/student-t.js";
import { equivalenceTest, tInterval, tTest } from "../../../src/compare/statistics/t-test.js";
import golden from "../../golden/statistics.json" with { type: "json" };

/** @param scale of the numbers that it was computed from, where it is their difference */
function expectClose(got: number | undefined, expected: number, scale = 0): void {
  expect(Math.abs(got! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(expected), scale));
}

test("tails of Student's distribution", () => {
  for (const [df, t, p] of golden.tUpperTail) {
    expectClose(tUpperTail(t, df), p);
    expectClose(tUpperTail(-t, df), 1 - p);
  }
});

test("quantiles of Student's distribution", () => {
  for (const [df, p, t] of golden.tQuantile) {
    expectClose(tQuantile(p, df), t);
    expectClose(tQuantile(1 - p, df), -t);
  }
});

const alone = (ps: readonly number[]) => holm(ps.map((p) => [p])).flat();
const families = golden.comparisons.map((family) => ({ ...family, k: family.candidates.length }));
describe.each(families)("$n seeds, $k candidates", ({ k, margin, baseline, candidates }) => {
  const all = candidates.map(({ candidate }) => candidate.map((value, i) => value - baseline[i]));
  const spreads = all.map(spreadOf);
  const adjusted = {
    p: alone(spreads.map(tTest)),
    equivalenceP: alone(spreads.map((spread) => equivalenceTest(spread, margin))),
  };

  test.each([...candidates.keys()])("candidate %i", (i) => {
    const [expected, spread] = [candidates[i], spreads[i]];
    const { mean, standardError } = spread;
    expectClose(mean, expected.meanDifference);
    expectClose(standardError, expected.standardError);
    expectClose(tTest(spread), expected.p);
    expectClose(adjusted.p[i], expected.pHolm);
    expectClose(equivalenceTest(spread, margin), expected.equivalenceP);
    expectClose(adjusted.equivalenceP[i], expected.equivalencePHolm);
    expectClose(smallestDetectable(spread, 0.05, k, rules.fixed), expected.smallestDetectable);
    for (const [end, value] of tInterval(spread, 0.95).entries()) {
      expectClose(value, expected.interval95[end], Math.abs(mean));
    }
    if (expected.signFlipP !== null) expect(signFlipTest(all[i])).toBe(expected.signFlipP);
  });
});
