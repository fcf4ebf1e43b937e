import { expect, test } from "vitest";
import type { Look } from "../../src/compare/comparison.js";
import { furtherLookAt } from "../../src/compare/further-look.js";

const planned: readonly Look[] = [{ seeds: 10, rule: "fixed" }];
const open: readonly Look[] = [{ seeds: 10, rule: "sequential" }];

test("seeds that are added to a verdict show only larger differences than as many new ones", () => {
  const cost = furtherLookAt(planned, 20, 3, {})!;
  expect(cost.before).toEqual([10]);
  // By hand, with k = 3: sqrt(19 (r - 1) / (1 - r / 21)), r = (300 sqrt(21))^(1/10), against t(0.9933, 19); both plus
  // t(0.8, 19) for the power.
  expect(cost.detectable).toBeCloseTo((4.715 + 0.861) / (2.726 + 0.861), 2);
  expect(furtherLookAt([...planned, { seeds: 20, rule: "sequential" }], 30, 3, {})?.before).toEqual([10, 20]);
});

test("so few seeds that they show nothing", () => {
  expect(furtherLookAt([{ seeds: 2, rule: "fixed" }], 3, 3, {})).toEqual({ before: [2], detectable: null });
});

test.each([
  ["the first look", [], 10, {}],
  ["the same seeds again", planned, 10, {}],
  ["seeds that were open from the start", open, 20, { untilDecided: true }],
] as const)("%s costs nothing", (_, looks, seeds, options) => {
  expect(furtherLookAt(looks, seeds, 3, options)).toBeUndefined();
});

test("going on until it is decided costs from the first verdict on", () => {
  expect(furtherLookAt(planned, 10, 3, { untilDecided: true })?.before).toEqual([10]);
});
