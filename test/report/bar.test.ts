import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { progressBar } from "../../src/report/bar.js";
import type { StepDone } from "../../src/train/events.js";
import { epochDone, play, runStarted, stepDone, wholeRun } from "./events.js";
import { recorder, written } from "./streams.js";

const esc = "\x1b";
const toStart = `${esc}[1G`;
const clearRight = `${esc}[0K`;
const clearLine = `${esc}[2K`;
const clearDown = `${esc}[0J`;
const save = `${esc}7`;
const restore = `${esc}8`;

// Only the clock is fake: cli-progress, the reporter and the stream are real.
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const figures = "mean loss 0.2500, objective 0.5000, kept 33%";

test("is shown from the first step of an epoch to the last, then cleared", () => {
  const stderr = recorder(120);
  const bar = progressBar(stderr);
  bar.run!(runStarted);
  bar.step!(stepDone(0));
  const first = `Epoch 0 of 0-1 [${"-".repeat(40)}] 0%, ${figures}`;
  expect(written(stderr)).toBe(`${save}${toStart}${first}${clearRight}`);

  vi.advanceTimersByTime(1498);
  bar.step!(stepDone(937));
  const last = `Epoch 0 of 0-1 [${"=".repeat(14)}] 100%, ${figures}, 40,000 examples/s, run ends in 2s`;
  expect(written(stderr)).toBe(`${toStart}${last}${clearRight}`);

  bar.epoch!(epochDone(0));
  expect(written(stderr)).toBe(`${restore}${toStart}${clearLine}${clearDown}`);
  expect(vi.getTimerCount()).toBe(0);
});

test("the time left does not count a slow first step, and waits until the speed is known", () => {
  const stderr = recorder(120);
  const bar = progressBar(stderr);
  const slowStart = (batch: number, epoch = 0) => {
    const step = stepDone(batch, epoch);
    return { ...step, epochSeconds: step.epochSeconds + 5 };
  };
  const lineAfter = (step: StepDone) => {
    bar.step!(step);
    vi.advanceTimersByTime(100);
    return written(stderr);
  };
  bar.run!(runStarted);
  for (const batch of [0, 1, 180]) expect(lineAfter(slowStart(batch))).not.toMatch(/examples\/s|run ends/);
  for (const batch of [190, 937]) expect(lineAfter(slowStart(batch))).toContain(", 40,0");
  bar.epoch!(epochDone(0));
  expect(lineAfter(slowStart(0, 1))).toContain(", 40,000 examples/s, run ends in 2s");
});

test("is drawn at most ten times a second, however many steps there are", () => {
  const stderr = recorder(120);
  const bar = progressBar(stderr);
  bar.run!(runStarted);
  for (let batch = 0; batch < 900; batch++) {
    vi.advanceTimersByTime(1);
    bar.step!(stepDone(batch));
  }
  bar.close!();
  const frames = written(stderr).split("Epoch 0").length - 1;
  expect(frames).toBeGreaterThanOrEqual(8);
  expect(frames).toBeLessThanOrEqual(11);
});

test("closing clears it at any moment, and twice is once", () => {
  const stderr = recorder(80);
  const bar = progressBar(stderr);
  bar.close!();
  expect(written(stderr)).toBe("");
  bar.run!(runStarted);
  bar.step!(stepDone(0));
  written(stderr);
  bar.close!();
  bar.close!();
  expect(written(stderr)).toBe(`${restore}${toStart}${clearLine}${clearDown}`);
  expect(vi.getTimerCount()).toBe(0);
});

test("never hides the cursor, never touches line wrapping, has no colours", () => {
  const stderr = recorder(80);
  play(wholeRun(), progressBar(stderr));
  const text = written(stderr);
  expect(text).toContain("Epoch 1 of 0-1 [");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are a terminal's
  expect(text).not.toMatch(/\x1b\[(\?|[\d;]*m)/);
});

test("a narrow terminal gets a shorter line", () => {
  const stderr = recorder(20);
  play([runStarted, stepDone(469)], progressBar(stderr));
  expect(written(stderr)).toContain(`${toStart}Epoch 0 50%${clearRight}`);
});
