import { expect, test } from "vitest";
import { fixedLook, furtherLook } from "../../src/compare/looks.js";
import { detectableWith, seedsToShowIn } from "../../src/compare/pilot.js";
import { verdict } from "../../src/compare/verdict.js";
import { simulateTrials } from "../support/simulated-trials.js";

const contestants = [
  { loss: "ce" },
  { loss: "ohem:ratio=3", share: 1 / 3 },
  { loss: "focal" },
  { loss: "random:keep=0.333", share: 1 / 3 },
];
const seeds = [0, 1, 2];
const pilot = verdict(simulateTrials({ contestants, seeds, deviation: 0.002 }));
const all = verdict(simulateTrials({ contestants, seeds, deviation: 0.002 }), { looks: pilot.looks });

test("the pairs that spread least and most, by the rule of the look to come", () => {
  const known = [...pilot.contestants.slice(1), ...pilot.against].map((pair) => pair.smallestDetectable!);
  const [least, most] = detectableWith(3, pilot, fixedLook);
  expect(least).toBeCloseTo(Math.min(...known), 12);
  expect(most).toBeCloseTo(Math.max(...known), 12);
  expect(all.looks).toEqual(pilot.looks);
});

test("a further look at five seeds shows nothing, and one at twenty less than a first one would", () => {
  expect(detectableWith(5, pilot, furtherLook)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  const [further, first] = [furtherLook, fixedLook].map((judging) => detectableWith(20, pilot, judging)[1]);
  expect(further).toBeGreaterThan(1.3 * first);
});

test("as many seeds as show a difference in every pair", () => {
  const size = 0.002;
  const found = seedsToShowIn(size, pilot)!;
  expect(detectableWith(found, pilot, fixedLook)[1]).toBeLessThanOrEqual(size);
  expect(detectableWith(found - 1, pilot, fixedLook)[1]).toBeGreaterThan(size);
});
