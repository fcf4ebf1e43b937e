import fc from "fast-check";
import { expect, test } from "vitest";
import { lrSchedules } from "../../src/config/settings.js";
import { changesRate, learningRateAt } from "../../src/train/learning-rate.js";

test.each([
  ["constant", [0.01, 0.01, 0.01, 0.01]],
  ["linear", [0.01, 0.0085, 0.005, 0.0025]],
  ["one-cycle", [0, 0.01, 0.01 * (0.5 / 0.85), 0.01 * (0.25 / 0.85)]],
] as const)("%s: the rates after 0, 15, 50 and 75%% of the steps", (schedule, expected) => {
  for (const [index, share] of [0, 0.15, 0.5, 0.75].entries()) {
    expect(learningRateAt(schedule, 0.01, share)).toBeCloseTo(expected[index], 17);
  }
});

test("a rate is never below 0 and never above the highest, and only a constant one never changes", () => {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const lr = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...lrSchedules), lr, share, (schedule, highest, at) => {
      const rate = learningRateAt(schedule, highest, at);
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(highest * (1 + 4 * Number.EPSILON));
    }),
  );
  expect(lrSchedules.filter((schedule) => !changesRate(schedule))).toEqual(["constant"]);
});
