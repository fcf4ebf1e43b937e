import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { mergeComparisons } from "../../src/compare/shards/merge.js";
import { createRandom } from "../../src/random.js";
import { forEachAtOnce } from "../support/at-once.js";
import { ohem, start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";
import { timeless } from "../support/timeless.js";

/** OHEM_CHAOS_ROUNDS=100 for as many; a round takes about 20 seconds on two cores, nearly all of it starts. */
const rounds = Number(process.env.OHEM_CHAOS_ROUNDS ?? 2);
const shards = 16;
const mostKills = 3;

const top = mkdtempSync(join(tmpdir(), "ohem-shard-chaos-"));
writeSmallData(top, "small", 128);
afterAll(() => rmSync(top, { recursive: true, force: true }));

const random = createRandom(Number(process.env.OHEM_CHAOS_SEED ?? 1), "batches");
const tally = { rounds: 0, starts: 0, kills: 0 };
/** of a start that is not killed */
let milliseconds = 1000;

/** 40 trials: with 16 shards of 20 seeds whole seeds go to a shard, of 10 seeds single trials. */
const plans = [
  ["ce", "focal", "--seeds", "20", "--no-control"],
  ["ce", "focal", "ohem:ratio=3", "random:ratio=3", "--seeds", "10", "--no-control"],
];
const compare = (plan: readonly string[], ...more: string[]) => {
  return ["compare", ...plan, "--data", "small", "--epochs", "1", "--jobs", "1", "--quiet", ...more];
};

test("16 shards of 40 trials, each killed up to three times, merge to the same bytes in any order", async () => {
  for (const [i, plan] of plans.entries()) {
    const { code, stderr } = await ohem(compare(plan, "--out", `alone-${i}`), top);
    expect(code, stderr).toBe(0);
  }
  for (let round = 0; round < rounds; round++) {
    const which = round % plans.length;
    const folders = Array.from({ length: shards }, (_, i) => join(top, `round-${round}`, `${i + 1}`));
    const each = folders.map((out, i) => compare(plans[which], "--shard", `${i + 1}/${shards}`, "--out", out));
    await forEachAtOnce(shuffled(each), trainAmidKills);
    const texts = [];
    for (const name of ["one", "other"]) {
      const out = join(top, `round-${round}`, name);
      await mergeComparisons(shuffled(folders), { out });
      texts.push(readFileSync(join(out, "comparison.json"), "utf8"));
      expect(timeless(join(out, "comparison.json"))).toEqual(timeless(join(top, `alone-${which}/comparison.json`)));
    }
    expect(texts[0]).toBe(texts[1]);
    rmSync(join(top, `round-${round}`), { recursive: true });
    tally.rounds++;
    console.log(JSON.stringify(tally));
  }
}, 14_400_000);

async function trainAmidKills(args: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const began = performance.now();
    const { child, ended } = start(args, top);
    tally.starts++;
    const timer = new AbortController();
    if (attempt < mostKills) {
      sleep(random.integer(Math.ceil(1.2 * milliseconds)), undefined, { signal: timer.signal })
        .then(() => child.kill("SIGKILL"))
        .catch(() => {});
    }
    const { code, stderr } = await ended;
    timer.abort();
    if (code === null) {
      tally.kills++;
      continue;
    }
    expect(code, stderr).toBe(0);
    milliseconds = performance.now() - began;
    return;
  }
}

function shuffled<T>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: random.float() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
