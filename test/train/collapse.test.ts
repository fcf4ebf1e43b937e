import { expect, test } from "vitest";
import { findCollapse, isCollapsed } from "../../src/train/collapse.js";
import { epochDone, evaluationDone } from "../report/events.js";

// Of real runs, rounded: steps, mean loss of an epoch, test loss.
test.each<[string, number, number, number, boolean]>([
  ["Fashion-MNIST, 20% replaced, ratio 8", 1000, 2.3017, 2.3017, true],
  ["longer", 2000, 2.3029, 2.3029, true],
  ["ratio 16", 500, 2.3019, 2.3015, true],
  ["ratio 4, which learns slowly", 500, 2.2814, 2.2761, false],
  ["MNIST, ratio 64, which has not begun to learn", 125, 2.2941, 2.2921, false],
  ["MNIST, ratio 64", 500, 2.2208, 2.1876, false],
  ["the hardest left out: the mean loss passes that of guessing", 625, 2.3035, 2.0138, false],
  ["MNIST", 938, 0.28, 0.09, false],
])("%s, step %i", (_, steps, meanLoss, testLoss, collapsed) => {
  expect(isCollapsed(10, { steps, meanLoss, testLoss })).toBe(collapsed);
});

test("losses that are not finite are another matter", () => {
  expect(isCollapsed(10, { steps: 1000, meanLoss: null, testLoss: null })).toBe(false);
  expect(isCollapsed(10, { steps: 1000, meanLoss: Number.NaN, testLoss: 2.3031 })).toBe(false);
});

test("another number of classes, another loss of guessing", () => {
  expect(isCollapsed(26, { steps: 1000, meanLoss: 3.2581, testLoss: 3.2581 })).toBe(true);
  expect(isCollapsed(26, { steps: 1000, meanLoss: 2.3031, testLoss: 2.3031 })).toBe(false);
});

test("a run is judged at its latest evaluation, by the epoch before it", () => {
  const epochs = [epochDone(0), { ...epochDone(1), meanLoss: 2.3017 }];
  const evaluation = { ...evaluationDone(1), testLoss: 2.3014 };
  expect(findCollapse(10, epochs, evaluation)).toEqual({
    epoch: 1,
    steps: 1876,
    meanLoss: 2.3017,
    testLoss: 2.3014,
    guessing: Math.log(10),
    keptFraction: 0.328,
  });
  expect(findCollapse(10, epochs, undefined)).toBeUndefined();
  expect(findCollapse(10, epochs, { ...evaluation, steps: 1500 })).toBeUndefined();
  expect(findCollapse(10, epochs, evaluationDone(1))).toBeUndefined();
});
