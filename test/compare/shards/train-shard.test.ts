import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compare } from "../../../src/compare/compare.js";
import type { CompareEvent } from "../../../src/compare/events.js";
import type { CompareOptions } from "../../../src/compare/options.js";
import { mergeComparisons } from "../../../src/compare/shards/merge.js";
import { openSharedFolder } from "../../../src/compare/shards/shared-folder.js";
import { emptyFolder } from "../../support/folder.js";
import { refusal } from "../../support/refusal.js";
import { planOf, trialIn } from "../../support/shard-folders.js";
import { simulateTrials } from "../../support/simulated-trials.js";
import { writeSmallData } from "../../support/small-data.js";
import { timeless } from "../../support/timeless.js";

async function train(top: string, out: string, more: CompareOptions = {}): Promise<CompareEvent[]> {
  const events: CompareEvent[] = [];
  const settings = { data: join(top, "small"), epochs: 1 };
  for await (const event of compare(["ce", "ohem:ratio=3"], { settings, seeds: 4, jobs: 1, out, ...more })) {
    events.push(event);
  }
  return events;
}

function place(): string {
  const top = emptyFolder();
  writeSmallData(top);
  return top;
}

test("shards in one folder, all at once and one of them twice, come to what one process comes to", async () => {
  const top = place();
  const [shared, alone] = [join(top, "shared"), join(top, "alone")];
  const indices = [1, 2, 2, 3];
  const all = await Promise.all(indices.map((index) => train(top, shared, { shard: { index, count: 3 } })));
  expect(all.map((events) => events.at(-1))).toMatchObject(
    indices.map((index) => ({
      type: "finished",
      complete: true,
      comparison: undefined,
      shard: { index, count: 3, trials: index === 1 ? 6 : 3, of: 12 },
    })),
  );
  expect(readdirSync(join(shared, "trials"))).toHaveLength(12);
  expect(readdirSync(join(shared, "shards"))).toEqual(["1-of-3.json", "2-of-3.json", "3-of-3.json"]);
  await mergeComparisons([shared]);
  await train(top, alone);
  expect(timeless(join(shared, "comparison.json"))).toEqual(timeless(join(alone, "comparison.json")));
});

test("a shard again trains only what is missing; a damaged trial of another shard does not concern it", async () => {
  const top = place();
  const out = join(top, "out");
  await train(top, out, { shard: { index: 1, count: 2 } });
  const again = await train(top, out, { shard: { index: 1, count: 2 } });
  expect(again.map(({ type }) => type)).toEqual(["plan", "finished"]);
  const [name] = readdirSync(join(out, "trials"));
  writeFileSync(join(out, "trials", name), "{");
  const other = await train(top, out, { shard: { index: 2, count: 2 } });
  expect(other.filter(({ type }) => type === "trial")).toHaveLength(6);
  expect((await refusal(train(top, out, { shard: { index: 1, count: 2 } }))).message).toContain(name);
  const repaired = await train(top, out, { shard: { index: 1, count: 2 }, repair: true });
  expect(repaired.filter(({ type }) => type === "trial")).toHaveLength(1);
});

test("a shard without trials succeeds", async () => {
  const top = place();
  const events = await train(top, join(top, "out"), { shard: { index: 20, count: 20 } });
  expect(events.map(({ type }) => type)).toEqual(["plan", "finished"]);
  expect(events[1]).toMatchObject({ complete: true, shard: { trials: 0, of: 12 } });
});

test("a stopped shard is not complete", async () => {
  const top = place();
  const controller = new AbortController();
  controller.abort();
  const events = await train(top, join(top, "out"), { shard: { index: 1, count: 2 }, signal: controller.signal });
  expect(events.at(-1)).toMatchObject({ complete: false });
});

test.each<[CompareOptions, string]>([
  [{ seedsFor: 0.01, seeds: undefined }, "not with shards: every shard must know all seeds"],
  [{ untilDecided: true }, "not with shards: every shard must know all seeds"],
  [{ margin: 0.01 }, "a shard reaches no verdict; give it to the merge"],
  [{ shard: { index: 3, count: 2 } }, "expected I/N with I from 1 to N"],
])("%j is refused with a shard", async (more, said) => {
  const top = emptyFolder();
  const refused = await refusal(train(top, join(top, "out"), { shard: { index: 1, count: 2 }, ...more }));
  expect(refused.message).toContain(said);
  expect(readdirSync(top)).toEqual([]);
});

const trials = simulateTrials({ contestants: [{ loss: "ce" }, { loss: "ohem:ratio=3" }], seeds: [0, 1] });
const plan = planOf(trials);

test("the folder keeps the first of two equal trials, and refuses one with other figures", async () => {
  const folder = await openSharedFolder(join(emptyFolder(), "shared"), plan);
  const [trial] = trials;
  await folder.saveTrial(trial);
  const before = readFileSync(trialIn(folder.path, trial), "utf8");
  await folder.saveTrial({ ...trial, timings: { ...trial.timings, host: "other" } });
  expect(readFileSync(trialIn(folder.path, trial), "utf8")).toBe(before);
  const wrong = { ...trial, curve: trial.curve.map((point) => ({ ...point, testLoss: 1 })) };
  await expect(folder.saveTrial(wrong)).rejects.toThrow("computes wrongly");
});

test("the folder's plan grows by seeds, and by nothing else", async () => {
  const path = join(emptyFolder(), "shared");
  await Promise.all([1, 2, 3].map(() => openSharedFolder(path, plan)));
  await openSharedFolder(path, { ...plan, seeds: [0, 1, 2] });
  expect(JSON.parse(readFileSync(join(path, "plan.json"), "utf8")).seeds).toEqual([0, 1, 2]);
  expect((await refusal(openSharedFolder(path, { ...plan, curve: 2 }))).message).toContain("(curve differs)");
  const other = emptyFolder();
  mkdirSync(join(other, "photos"));
  expect((await refusal(openSharedFolder(other, plan))).message).toContain("not empty, and no comparison");
});
