import { expect, test } from "vitest";
import type { ComparisonPlanned } from "../../../src/compare/events.js";
import { comparisonProgress, planText, powerText } from "../../../src/report/comparison/progress.js";
import { recorder, written } from "../streams.js";

const contestant = { controlOf: [], batchSize: 32, fewestKept: undefined };
const plan: ComparisonPlanned = {
  type: "plan",
  folder: "/elsewhere/comparisons/mine",
  contestants: [
    { ...contestant, name: "ce" },
    { ...contestant, name: "ohem:ratio=3", fewestKept: 10 },
    { ...contestant, name: "random:ratio=3", fewestKept: 10, controlOf: ["ohem:ratio=3"] },
  ],
  seeds: [...Array(10).keys()],
  epochs: 10,
  trials: 30,
  done: 0,
  jobs: 2,
  seconds: 90,
};

test("the plan", () => {
  expect(planText(plan)).toMatchInlineSnapshot(`
    "Comparing ce (baseline), ohem:ratio=3, random:ratio=3 (control of ohem:ratio=3)
    10 seeds, 10 epochs: 30 trainings, about 1m30s at 2 jobs
    Trials go to /elsewhere/comparisons/mine
    "
  `);
});

test.each([
  [{}, true],
  [{ CI: "true" }, false],
])("on a terminal with %j a bar is drawn: %s", (env, drawn) => {
  const stderr = recorder(80);
  const progress = comparisonProgress(stderr, env);
  progress.plan(plan);
  progress.close();
  expect(written(stderr).includes("0 of 30 trainings")).toBe(drawn);
});

test("a contestant that keeps one example of a batch; its control keeps as many", () => {
  const contestants = plan.contestants.map((one, i) => (i === 0 ? one : { ...one, fewestKept: 1 }));
  const few = "ohem:ratio=3 keeps 1 example of each batch of 32; keep a larger part, or use larger batches.";
  expect(
    planText({ ...plan, contestants })
      .split("\n")
      .slice(3),
  ).toEqual([few, ""]);
});

test.each([
  [1.5545, "shows only differences 1.6 times as large as 10 new seeds in another folder would."],
  [null, "can show no difference; new seeds in another folder can."],
])("adding seeds to a verdict: %s", (detectable, says) => {
  const text = planText({ ...plan, furtherLook: { before: [4, 6], detectable } });
  expect(text).toContain(`A verdict was reached with 4 and 6 seeds; one with 10 shares alpha with it, and ${says}\n`);
});

test.each([
  [
    0.0041,
    0.0997,
    "10 seeds will probably show differences of about 0.41 to 9.97 points or more, depending on the pair.",
  ],
  [0.00411, 0.00412, "10 seeds will probably show differences of about 0.41 points or more."],
  [0.5, null, "10 seeds will probably show differences of about 50.00 points or more in some pairs, in others none."],
  [null, null, "10 seeds will probably show no difference."],
])("what so many seeds will show: %s, %s", (leastDetectable, detectable, says) => {
  expect(powerText({ type: "power", seeds: 10, detectable, leastDetectable })).toBe(says);
});
