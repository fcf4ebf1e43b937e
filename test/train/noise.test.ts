import { expect, test } from "vitest";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { parseLoss } from "../../src/losses/registry.js";
import { findNoise } from "../../src/train/noise.js";
import { startingPoint } from "../../src/train/start.js";
import { emptySums } from "../../src/train/state.js";

/** The end of the second epoch of 60,000 examples. */
function find(loss: string, selected: number, repeated: number, repeatedSelected: number, meanLoss = 1) {
  const { loop } = startingPoint(2, 1, 0);
  const sums = { ...emptySums(), examples: 60_000, loss: 60_000 * meanLoss, selected, repeated, repeatedSelected };
  return findNoise(parseLoss(resolveConfig({ loss }).loss), { ...loop, epoch: 1, step: 1876, sums }, 10);
}

test("in the first steps it is silent", () => {
  const { loop } = startingPoint(2, 1, 0);
  const sums = { ...emptySums(), examples: 640, selected: 213, repeated: 200, repeatedSelected: 200 };
  const after = (step: number) => findNoise(parseLoss("ohem"), { ...loop, step, sums }, 10);
  expect(after(999)).toBeUndefined();
  expect(after(1000)).toBeDefined();
});

// Of real runs, rounded.
test.each<[string, string, number, number, number, boolean]>([
  ["MNIST", "ohem:ratio=3", 19_680, 820, 815, false],
  ["MNIST", "ohem:ratio=16", 3_750, 950, 915, false],
  ["MNIST, 5% pairs", "ohem:ratio=3", 19_680, 3_650, 3_600, false],
  ["MNIST, 5% pairs", "ohem:ratio=8", 7_500, 4_030, 3_150, true],
  ["MNIST, 20% symmetric", "ohem:ratio=3", 19_680, 11_000, 10_900, true],
  ["Fashion-MNIST", "ohem:ratio=3", 19_680, 5_580, 5_650, false],
  ["Fashion-MNIST", "ohem:ratio=8", 7_500, 6_060, 3_330, true],
  ["half of the labels, everything kept", "ohem:ratio=1", 60_000, 30_000, 30_000, false],
  ["the hardest fifth skipped", "ohem:ratio=3,skip=0.2", 19_680, 11_000, 1_000, false],
  ["drawn at random", "random", 19_680, 11_000, 3_600, false],
  ["the easiest", "small-loss", 48_750, 20_000, 9_000, false],
  ["no fraction is kept", "threshold", 10_000, 9_000, 9_000, false],
  ["no fraction is kept", "selective-backprop", 15_000, 11_000, 9_000, false],
  ["nothing is skipped", "ce", 60_000, 30_000, 30_000, false],
  ["nothing is skipped", "weighted", 60_000, 30_000, 30_000, false],
  ["nothing is skipped", "focal", 60_000, 30_000, 30_000, false],
  ["nothing is selected", "ohem", 0, 0, 0, false],
])("%s, %s", (_, loss, selected, repeated, repeatedSelected, speaks) => {
  const found = find(loss, selected, repeated, repeatedSelected);
  expect(found !== undefined).toBe(speaks);
  if (found === undefined) return;
  expect(found).toEqual({
    type: "noise",
    epoch: 1,
    steps: 1876,
    repeated,
    examples: 60_000,
    keptFraction: selected / 60_000,
    ofSelected: repeatedSelected / selected,
  });
});

test("of a net that has collapsed to the uniform answer it is silent", () => {
  expect(find("ohem:ratio=8", 7_500, 12_000, 3_300, 2.25)).toBeDefined();
  expect(find("ohem:ratio=8", 7_500, 12_000, 3_300, 2.3017)).toBeUndefined();
});
