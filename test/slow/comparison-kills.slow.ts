import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { createRandom } from "../../src/random.js";
import { start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";
import { timeless } from "../support/timeless.js";

/** OHEM_KILLS=50 for as many; a comparison here takes about two seconds, most of it starts. */
const kills = Number(process.env.OHEM_KILLS ?? 15);
const longestMilliseconds = 2000;

const top = mkdtempSync(join(tmpdir(), "ohem-comparison-kills-"));
writeSmallData(top);
afterAll(() => rmSync(top, { recursive: true, force: true }));

const compare = (out: string) =>
  start(
    ["compare", "ce", "ohem:ratio=3", "--data", "small", "--epochs", "1", "--seeds", "6", "--out", out, "--quiet"],
    top,
  );

test("a comparison that is killed at random moments, and repeated, ends in the same verdict", async () => {
  expect((await compare("undisturbed").ended).code).toBe(0);
  const random = createRandom(1, "batches");
  const tally = { kills: 0, ended: 0, done: [] as number[] };
  for (let round = 0; tally.kills < kills; ) {
    const out = `killed-${round}`;
    const { child, ended } = compare(out);
    const timer = sleep(random.integer(longestMilliseconds)).then(() => child.kill("SIGKILL"));
    const { code, stderr } = await ended;
    await timer;
    if (code === null) {
      tally.kills++;
      tally.done.push(trialsIn(out));
      continue;
    }
    expect(code, stderr).toBe(0);
    expect(timeless(join(top, out, "comparison.json"))).toEqual(timeless(join(top, "undisturbed/comparison.json")));
    tally.ended++;
    round++;
  }
  console.log(JSON.stringify(tally));
  const last = `killed-${tally.ended}`;
  expect((await compare(last).ended).code).toBe(0);
  expect(timeless(join(top, last, "comparison.json"))).toEqual(timeless(join(top, "undisturbed/comparison.json")));
  expect(readdirSync(join(top, last)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

function trialsIn(out: string): number {
  try {
    return readdirSync(join(top, out, "trials")).length;
  } catch {
    return 0;
  }
}
