import { expect, test } from "vitest";
import { createRandom, restoreRandom } from "../src/random.js";

const draws = (random: { float(): number }, count: number) => Array.from({ length: count }, () => random.float());

test("the numbers of a seed never change: runs of earlier versions can be repeated", () => {
  const random = createRandom(0, "weights");
  expect(random.state()).toEqual([-1832243442, 1020716019, 454327756, 1275600319]);
  expect(draws(random, 3)).toEqual([0.5346527695655823, 0.7218406200408936, 0.16055262088775635]);
  expect([random.integer(10), random.integer(60_000)]).toEqual([0, 59493]);
});

test("every seed and every stream gives other numbers", () => {
  const firsts = [0, 1, 2, 3, 2 ** 31, 2 ** 32 - 1].flatMap((seed) =>
    (["weights", "batches", "loss"] as const).map((stream) => createRandom(seed, stream).float()),
  );
  expect(new Set(firsts).size).toBe(firsts.length);
});

test("a restored state continues with the same numbers", () => {
  const random = createRandom(7, "loss");
  draws(random, 5);
  const restored = restoreRandom(JSON.parse(JSON.stringify(random.state())));
  expect(draws(restored, 100)).toEqual(draws(random, 100));
});

test("neighbouring seeds are not related, and numbers fill [0, 1) evenly", () => {
  const count = 20_000;
  const [first, second] = [0, 1].map((seed) => draws(createRandom(seed, "weights"), count));
  const mean = first!.reduce((sum, value) => sum + value, 0) / count;
  const covariance = first!.reduce((sum, value, i) => sum + (value - 0.5) * (second![i] - 0.5), 0) / count;
  // Five standard errors of a mean of uniform numbers (1/sqrt(12 n)), and of a product of two (1/(12 sqrt(n))).
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count));
  expect(Math.abs(covariance)).toBeLessThan(5 / (12 * Math.sqrt(count)));
  expect(Math.min(...first!)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first!)).toBeLessThan(1);
});
