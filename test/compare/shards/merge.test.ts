import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planText } from "../../../src/compare/comparison-folder.js";
import type { Plan } from "../../../src/compare/plan.js";
import { type MergeOptions, mergeComparisons } from "../../../src/compare/shards/merge.js";
import { writeRecord } from "../../../src/compare/shards/record.js";
import { trialsOf } from "../../../src/compare/shards/shard.js";
import type { Trial } from "../../../src/compare/trial.js";
import { trialText } from "../../../src/compare/trial-file.js";
import { createRandom } from "../../../src/random.js";
import { emptyFolder } from "../../support/folder.js";
import { refusal } from "../../support/refusal.js";
import { planOf, trialIn, writeShard } from "../../support/shard-folders.js";
import { simulateTrials } from "../../support/simulated-trials.js";

const seeds = [0, 1, 2, 3, 4, 5];
const trials = simulateTrials({ contestants: [{ loss: "ce" }, { loss: "ohem:ratio=3", effect: 0.002 }], seeds });
const plan = planOf(trials);

/** Shards of the plan, each in a folder of its own. */
function shards(count: number, top = emptyFolder()): string[] {
  return Array.from({ length: count }, (_, i) => {
    const ids = new Set(trialsOf({ index: i + 1, count }, plan).map(({ id }) => id));
    const own = trials.filter(({ id }) => ids.has(id));
    return writeShard(join(top, `shard-${i + 1}`), plan, own);
  });
}

async function merged(folders: readonly string[], options: MergeOptions = {}): Promise<string> {
  const out = join(emptyFolder(), "out");
  await mergeComparisons(folders, { out, ...options });
  return readFileSync(join(out, "comparison.json"), "utf8");
}

/** The trial of ohem with this seed. */
const trialOf = (seed: number) =>
  trials.find(({ settings }) => settings.loss === "ohem:ratio=3" && settings.seed === seed) as Trial;

test("neither the order nor the number of folders changes a byte", async () => {
  const whole = await merged([writeShard(join(emptyFolder(), "all"), plan, trials)]);
  const random = createRandom(1, "batches");
  for (const count of [2, 3, 6, 9, 12, 20]) {
    const folders = shards(count);
    const shuffled = folders
      .map((folder) => ({ folder, key: random.integer(1e6) }))
      .sort((a, b) => a.key - b.key)
      .map(({ folder }) => folder);
    expect(await merged(shuffled)).toBe(whole);
  }
});

test("the merged folder holds the union, and is merged again to the same", async () => {
  const top = emptyFolder();
  const out = join(top, "out");
  const result = await mergeComparisons(shards(3, top), { out });
  expect(result).toMatchObject({ folder: out, trials: 12, missing: { trials: [] } });
  expect(readdirSync(join(out, "trials"))).toHaveLength(12);
  const before = readFileSync(join(out, "comparison.json"), "utf8");
  const again = await mergeComparisons([out]);
  expect(again.folder).toBe(out);
  expect(`${JSON.stringify(again.comparison, null, 2)}\n`).toBe(before);
});

test("a trial that is there twice counts once, with the same timings in whatever order", async () => {
  const [one, two] = [emptyFolder(), emptyFolder()];
  writeShard(one, plan, trials);
  const slower = trials.map((trial) => ({ ...trial, timings: { ...trial.timings, host: "other", forwardSeconds: 1 } }));
  writeShard(two, plan, slower);
  expect(await merged([one, two])).toBe(await merged([two, one]));
});

test("the same trial with other figures is refused, with both files and hosts", async () => {
  const [one, two] = shards(2);
  const trial = trialOf(1);
  const wrong: Trial = {
    ...trial,
    curve: trial.curve.map((point) => ({ ...point, testLoss: 0.5 })),
    timings: { ...trial.timings, host: "broken" },
  };
  const [own, other] = existsSync(trialIn(one, trial)) ? [one, two] : [two, one];
  writeFileSync(trialIn(other, trial), trialText(wrong));
  const { message } = await refusal(mergeComparisons([one, two]));
  expect(message).toContain(`${trialIn(own, trial)} (made on simulated)`);
  expect(message).toContain(`${trialIn(other, trial)} (made on broken)`);
});

test("missing trials are named, with the shards and commands that make them; nothing is written", async () => {
  const folders = shards(3);
  const command = ["compare", "ce", "ohem:ratio=3", "--shard", "1/3", "--out", "s p"];
  await writeRecord(folders[0], { index: 1, count: 3, seeds, command });
  rmSync(trialIn(folders[1], trialOf(1)));
  const out = join(emptyFolder(), "out");
  const { comparison, missing } = await mergeComparisons(folders.slice(0, 2), { out });
  expect(comparison).toBeUndefined();
  expect(existsSync(out)).toBe(false);
  expect(missing.trials).toEqual([
    { contestant: "ohem:ratio=3", seed: 1, shard: { index: 2, count: 3 } },
    ...[2, 2, 5, 5].map((seed, i) => ({
      contestant: i % 2 === 0 ? "ce" : "ohem:ratio=3",
      seed,
      shard: { index: 3, count: 3 },
    })),
  ]);
  expect(missing.shards).toMatchObject([{ indices: [2, 3], count: 3 }]);
  expect(missing.shards[0].commands[1]).toMatch(/ compare ce "?ohem:ratio=3"? --shard 3\/3 --out 's p'$/);
});

test("without a shard's record, what is missing is named all the same", async () => {
  const { missing } = await mergeComparisons(shards(3).slice(1));
  expect(missing.shards).toEqual([]);
  expect(missing.trials[0]).toEqual({ contestant: "ce", seed: 0, shard: undefined });
});

test("a partial verdict comes from complete seeds, is marked, and remains a look", async () => {
  const folders = shards(3);
  rmSync(trialIn(folders[1], trialOf(1)));
  const out = join(emptyFolder(), "out");
  const { comparison } = await mergeComparisons(folders, { out, partial: true });
  expect(comparison).toMatchObject({ seeds: [0, 2, 3, 4, 5], missingTrials: 1 });
  expect(comparison?.looks).toEqual([{ seeds: 5, rule: "sequential" }]);
  const written = JSON.parse(readFileSync(join(out, "comparison.json"), "utf8"));
  expect(written).toEqual(comparison);
  writeFileSync(trialIn(folders[1], trialOf(1)), trialText(trialOf(1)));
  const complete = await mergeComparisons(folders, { out });
  expect(complete.comparison).toMatchObject({
    missingTrials: 0,
    looks: [
      { seeds: 5, rule: "sequential" },
      { seeds: 6, rule: "sequential" },
    ],
  });
});

test.each<[string, Partial<Plan>, string]>([
  ["another arithmetic", { arithmetic: 99 }, "arithmetic is 99 and 1"],
  [
    "other data",
    { data: { name: null, sha256: "ab".repeat(32) } },
    `data is ${"ab".repeat(32)} and ${"5e".repeat(32)}`,
  ],
  ["another curve", { curve: 0.5 }, "curve is 0.5 and 1"],
  ["other seeds", { seeds: [0, 1] }, "seeds is 0,1 and 0,1,2,3,4,5"],
  ["other contestants", { contestants: plan.contestants.toReversed() }, "contestants is ohem:ratio=3, ce and ce, ohem"],
  [
    "other settings",
    { contestants: plan.contestants.map((one) => ({ ...one, settings: { ...one.settings, lr: 0.5 } })) },
    "lr is 0.5, 0.5 and 0.001, 0.001",
  ],
])("a swapped plan is refused with the key that differs: %s", async (_, change, said) => {
  const folders = shards(2);
  writeFileSync(join(folders[1], "plan.json"), JSON.stringify({ ...plan, ...change }));
  const { message } = await refusal(mergeComparisons(folders));
  expect(message).toContain(join(folders[1], "plan.json"));
  expect(message).toContain(said);
});

test("the same plan with fewer seeds in every folder is refused, with a trial that it does not have", async () => {
  const folders = shards(2);
  for (const folder of folders) writeFileSync(join(folder, "plan.json"), planText({ ...plan, seeds: [0, 1, 2] }));
  const { message } = await refusal(mergeComparisons(folders, { out: join(emptyFolder(), "out") }));
  expect(message).toMatch(/trials.[0-9a-f]{64}\.json: a trial of seed [345], which .*plan\.json does not have; /);
});

test("a comparison in --out gets the seeds of the shards in addition, and loses none", async () => {
  const few = { ...plan, seeds: [0, 1] };
  const isFew = ({ settings }: Trial) => few.seeds.includes(settings.seed);
  const some = () => writeShard(emptyFolder(), few, trials.filter(isFew));
  const rest = () =>
    writeShard(
      emptyFolder(),
      { ...plan, seeds: [2, 3, 4, 5] },
      trials.filter((one) => !isFew(one)),
    );
  for (const [out, shard] of [
    [some(), rest()],
    [rest(), some()],
  ]) {
    const { comparison, missing } = await mergeComparisons([shard], { out });
    expect(missing.trials).toEqual([]);
    expect(comparison?.seeds).toEqual(seeds);
    expect(JSON.parse(readFileSync(join(out, "plan.json"), "utf8"))).toEqual(plan);
  }
});

test("the command of a shard that was never started names a folder as the other shards do", async () => {
  const [one] = shards(2);
  for (const [out, expected] of [
    ["shards/1", "shards/2"],
    ["run-1/shard-1", "run-1/shard-2"],
    ["shared", "shared"],
    ["shards/12", "shards/12"],
  ]) {
    await writeRecord(one, { index: 1, count: 2, seeds, command: ["compare", "--shard", "1/2", "--out", out] });
    const { missing } = await mergeComparisons([one]);
    expect(missing.shards[0].commands[0]).toMatch(new RegExp(` compare --shard 2/2 --out ${expected}$`));
  }
});

test("every flipped bit in a trial's file is refused with the file's name", async () => {
  const folders = shards(2);
  const trial = trialOf(3);
  const file = trialIn(existsSync(trialIn(folders[0], trial)) ? folders[0] : folders[1], trial);
  const whole = readFileSync(file);
  const random = createRandom(2, "batches");
  for (let round = 0; round < 60; round++) {
    const bytes = Buffer.from(whole);
    // The line end carries nothing.
    bytes[random.integer(bytes.length - 1)] ^= 1 << random.integer(8);
    writeFileSync(file, bytes);
    expect((await refusal(mergeComparisons(folders))).message).toContain(file);
  }
});

test.skipIf(process.platform === "win32")("a pipe and a dangling link are refused, not waited for", async () => {
  const folders = shards(2);
  const file = trialIn(folders[0], trialOf(existsSync(trialIn(folders[0], trialOf(0))) ? 0 : 1));
  rmSync(file);
  execFileSync("mkfifo", [file]);
  expect((await refusal(mergeComparisons(folders))).message).toContain(`${file}: file: not a regular file`);
  rmSync(file);
  symlinkSync("nowhere", file);
  expect((await refusal(mergeComparisons(folders))).message).toContain(`${file}: file: no such file or directory`);
});

test("a link to a trial is as good as the trial", async () => {
  const [one, two] = shards(2);
  const whole = await merged([one, two]);
  renameSync(join(two, "trials"), join(two, "elsewhere"));
  mkdirSync(join(two, "trials"));
  for (const name of readdirSync(join(two, "elsewhere"))) {
    symlinkSync(join("..", "elsewhere", name), join(two, "trials", name));
  }
  expect(await merged([one, two])).toBe(whole);
});

test("a trial under another one's name is refused, and one of another comparison", async () => {
  const [one, two] = shards(2);
  const [own, other] = [trialOf(0), trialOf(2)];
  cpSync(trialIn(one, own), trialIn(one, other));
  expect((await refusal(mergeComparisons([one, two]))).message).toContain(trialIn(one, other));
  rmSync(trialIn(one, other));
  const [foreign] = simulateTrials({ contestants: [{ loss: "ohem:ratio=8" }], seeds: [0] });
  writeFileSync(trialIn(two, foreign), trialText(foreign));
  const { message } = await refusal(mergeComparisons([one, two]));
  expect(message).toContain(trialIn(two, foreign));
  expect(message).toContain("a trial of another comparison (loss ohem:ratio=8)");
});

test("a plan that is not whole is refused with the key that it lacks", async () => {
  const [one, two] = shards(2);
  const file = join(two, "plan.json");
  const text = readFileSync(file, "utf8");
  const plan = JSON.parse(text);
  delete plan.contestants[1].settings.lrSchedule;
  writeFileSync(file, JSON.stringify(plan));
  const lacking = `${file}: contestants.1.settings.lrSchedule: this key is missing`;
  expect((await refusal(mergeComparisons([one, two]))).message).toBe(lacking);
  writeFileSync(file, text.slice(0, 20));
  expect((await refusal(mergeComparisons([one, two]))).message).toContain(`${file}: line `);
});

test("folders that are none of a comparison's are refused", async () => {
  const empty = emptyFolder();
  expect((await refusal(mergeComparisons([...shards(2), empty]))).message).toContain(`${empty}: not the folder`);
  expect((await refusal(mergeComparisons([]))).message).toContain("got none");
});
