import { expect, test } from "vitest";
import { plannedTrials } from "../../../src/compare/plan.js";
import { parseShard, trialsOf } from "../../../src/compare/shards/shard.js";
import { planOf } from "../../support/shard-folders.js";
import { simulateTrials } from "../../support/simulated-trials.js";

const slurm = (id: number, min: number, max: number, count: number) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_MAX: String(max),
  SLURM_ARRAY_TASK_COUNT: String(count),
});

test.each<[string, NodeJS.ProcessEnv, string]>([
  ["3/8", {}, "3/8"],
  ["1/1", {}, "1/1"],
  ["3/8", slurm(5, 1, 8, 8), "3/8"],
  ["auto", slurm(5, 1, 8, 8), "5/8"],
  ["auto", slurm(0, 0, 7, 8), "1/8"],
  ["auto", slurm(30, 10, 40, 4), "3/4"],
  ["auto/8", slurm(12, 9, 16, 8), "4/8"],
  // A part of the array again, of the tasks 3 and 5.
  ["auto/8", slurm(5, 3, 5, 2), "5/8"],
  ["auto/8", slurm(3, 3, 3, 1), "3/8"],
  ["auto/8", { SLURM_ARRAY_TASK_ID: "3" }, "3/8"],
  ["auto/8", { JOB_COMPLETION_INDEX: "0" }, "1/8"],
  ["auto", { CI_NODE_INDEX: "2", CI_NODE_TOTAL: "4" }, "2/4"],
  ["auto/4", { CI_NODE_INDEX: "4", CI_NODE_TOTAL: "4" }, "4/4"],
  ["auto", { AWS_BATCH_JOB_ARRAY_INDEX: "2", AWS_BATCH_JOB_ARRAY_SIZE: "4" }, "3/4"],
  ["auto/4", { JOB_COMPLETION_INDEX: "2", CI_NODE_INDEX: "3", CI_NODE_TOTAL: "4" }, "3/4"],
])("--shard %s with %j is %s", (text, environment, expected) => {
  const { index, count } = parseShard(text, environment);
  expect(`${index}/${count}`).toBe(expected);
});

test.each<[string, NodeJS.ProcessEnv, string]>([
  ["auto", {}, "none is set"],
  ["auto/8", { SLURM_ARRAY_TASK_ID: "", CI_NODE_TOTAL: "1" }, "none is set"],
  ["auto", { JOB_COMPLETION_INDEX: "3" }, "JOB_COMPLETION_INDEX does not say how many shards there are; use auto/N"],
  ["auto/8", { JOB_COMPLETION_INDEX: "8" }, "JOB_COMPLETION_INDEX is 8, which is none of 8 shards"],
  ["auto/8", slurm(9, 9, 11, 3), "SLURM_ARRAY_TASK_ID is 9, which is none of 8 shards"],
  ["auto", slurm(4, 1, 8, 3), "has gaps; use auto/N"],
  ["auto", slurm(3, 3, 3, 1), "the array of SLURM_ARRAY_TASK_ID is this one task; use auto/N, or 1/1 for all"],
  ["auto/8", { CI_NODE_INDEX: "2", CI_NODE_TOTAL: "4" }, "CI_NODE_INDEX is one of 4, expected one of 8"],
  ["auto/8", { ...slurm(5, 1, 8, 8), JOB_COMPLETION_INDEX: "5" }, "SLURM_ARRAY_TASK_ID says 5/8, JOB_COMPLETION_INDEX"],
  ["auto/8", { JOB_COMPLETION_INDEX: "x" }, "the variable JOB_COMPLETION_INDEX is x, expected a number"],
  ...["0/8", "9/8", "3", "3/0", "auto/0", "auto/x", "a/b", "-1/8", "3/8/9", ""].map(
    (text): [string, NodeJS.ProcessEnv, string] => [text, slurm(1, 1, 8, 8), "expected I/N with I from 1 to N"],
  ),
])("--shard %j with %j is refused", (text, environment, problem) => {
  expect(() => parseShard(text, environment)).toThrow(problem);
});

test.each([
  [1, 6],
  [3, 6],
  [6, 6],
  [7, 5],
  [14, 6],
  [100, 4],
])("%d shards of %d seeds hold every trial once", (count, seeds) => {
  const contestants = [{ loss: "ce" }, { loss: "focal" }];
  const plan = planOf(simulateTrials({ contestants, seeds: Array.from({ length: seeds }, (_, i) => 3 + i) }));
  const shards = Array.from({ length: count }, (_, i) => trialsOf({ index: i + 1, count }, plan));
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  expect(shards.flat().sort(byId)).toEqual([...plannedTrials(plan)].sort(byId));
  const sizes = shards.map(({ length }) => length);
  const whole = count <= seeds;
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(whole ? 2 : 1);
  if (whole) expect(sizes.every((size) => size % 2 === 0)).toBe(true);
});
