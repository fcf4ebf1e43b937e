import { expect, test } from "vitest";
import { excludeStops, watchStops } from "../../src/train/stops.js";

const sums = (seconds: number) => ({
  forwardSeconds: seconds / 2,
  backwardSeconds: seconds / 2,
  trainSeconds: seconds,
});

test("a gap is a stop only when the process was continued meanwhile; then work took at most its CPU time", () => {
  const mostSeconds = watchStops();
  expect(mostSeconds()).toBe(Number.POSITIVE_INFINITY);
  process.emit("SIGCONT");
  expect(mostSeconds()).toBeLessThan(1);
  expect(mostSeconds()).toBe(Number.POSITIVE_INFINITY);
});

test("a stop is taken out of the seconds of an epoch; what was counted before stays", () => {
  const stops = excludeStops();
  const epoch = sums(3);
  stops.count(epoch);
  Object.assign(epoch, sums(6));
  stops.correct(epoch);
  expect(epoch).toEqual(sums(6));

  Object.assign(epoch, sums(100));
  process.emit("SIGCONT");
  stops.correct(epoch);
  expect(epoch.trainSeconds).toBeGreaterThanOrEqual(6);
  expect(epoch.trainSeconds).toBeLessThan(7);
  expect(epoch.forwardSeconds).toBeLessThan(4);
  expect(epoch.backwardSeconds).toBeLessThan(4);
});

test("any number of trainings share one listener", () => {
  for (let i = 0; i < 20; i++) watchStops();
  expect(process.listenerCount("SIGCONT")).toBe(1);
});
