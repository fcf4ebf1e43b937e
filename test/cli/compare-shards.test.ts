import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectOneLine, expectRefused, ohem, start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const compare = ["compare", "ce", "ohem:ratio=3", "--data", "small", "--epochs", "1", "--seeds", "2", "--no-control"];

function workplace(): string {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  return cwd;
}

test("tasks of an array train their shards, and merge reaches the verdict", async () => {
  const cwd = workplace();
  for (const index of ["0", "1"]) {
    const shard = [...compare, "--shard", "auto/2", "--out", `shards/${index}`];
    const { code, stdout, stderr } = await ohem(shard, cwd, { JOB_COMPLETION_INDEX: index });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`2 seeds, 1 epoch: 4 trainings; shard ${Number(index) + 1} of 2: 2 trainings, about`);
    expect(stdout).toBe(`Shard ${Number(index) + 1} of 2: done, 2 of 4 trainings in ${join("shards", index)}\n`);
  }
  const merged = await ohem(["compare", "merge", "shards/1", "shards/0"], cwd);
  expect(merged.code, merged.stderr).toBe(0);
  expect(merged.stderr).toMatch(/^Merged 4 trials into comparisons\/ce-ohem-ratio-3-[0-9a-f]{8}$/m);
  expect((await ohem(["compare", "show"], cwd)).stdout).toBe(merged.stdout);
  expect((await ohem([...compare, "--quiet"], cwd)).stdout).toBe(merged.stdout);
  for (const again of [["show"], ["merge", "shards/1", "shards/0"]]) {
    const quiet = await ohem(["compare", ...again, "--quiet"], cwd);
    expect(quiet).toMatchObject({ code: 0, stdout: merged.stdout, stderr: "" });
  }
  expect((await ohem(["compare", "show", "--margin", "1", "--quiet"], cwd)).stderr).toBe("");
});

test("merge says what is missing and how to make it, with exit code 1", async () => {
  const cwd = workplace();
  await ohem([...compare, "--shard=1/2", "--out", "shards/1", "--quiet"], cwd);
  const { code, stdout, stderr } = await ohem(["compare", "merge", "shards/1"], cwd);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  const lines = stderr.trimEnd().split("\n");
  expect(lines[0]).toBe("Missing: seed 1 (shard 2/2): ce, ohem:ratio=3");
  expect(lines[1]).toMatch(/^To train them: .* compare ce .* --no-control --shard 2\/2 --out shards\/2 --quiet$/);
  expect(lines[2]).toBe("In an array of shards 1-2 (--shard auto/2): --array=2");
  expectOneLine(
    `${lines[3]}\n`,
    /^ohem: 2 of 4 trials are missing; train them, or name the folders that hold them, too, then/,
  );
  expect(listing(join(cwd, "shards/1")).filter((name) => name.startsWith("comparison"))).toEqual([]);
  const shown = await ohem(["compare", "show", "shards/1"], cwd);
  const [, command] = lines[1].split("To train them: ");
  expectRefused(shown, `2 of 4 are missing; --partial judges those that are there; to fix it: ${command}`);
});

test("a verdict from complete seeds says that it is partial", async () => {
  const cwd = workplace();
  const three = compare.with(compare.indexOf("2"), "3");
  await ohem([...three, "--out", "mine", "--shard", "1/1", "--quiet"], cwd);
  const [name] = readdirSync(join(cwd, "mine/trials"));
  rmSync(join(cwd, "mine/trials", name));
  const { code, stdout } = await ohem(["compare", "merge", "mine", "--partial"], cwd);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Test accuracy after 1 epoch, 2 seeds \(partial: 1 trial missing\); /m);
  expect(JSON.parse(readFileSync(join(cwd, "mine/comparison.json"), "utf8")).missingTrials).toBe(1);
});

test("a shard without trials says so and succeeds; --json writes one document", async () => {
  const cwd = workplace();
  const empty = await ohem([...compare, "--shard", "5/5", "--out", "mine", "--quiet"], cwd);
  expect(empty).toMatchObject({ code: 0, stderr: "" });
  expect(empty.stdout).toBe("Shard 5 of 5: nothing to do, the comparison has only 4 trainings\n");
  const { stdout } = await ohem([...compare, "--shard", "4/5", "--out", "mine", "--json", "--quiet"], cwd);
  const folder = join(cwd, "mine");
  expect(JSON.parse(stdout)).toEqual({ shard: { index: 4, count: 5 }, trials: 1, ofTrials: 4, folder });
});

test("SIGTERM ends a shard with 143, and the same command continues it", async () => {
  const cwd = workplace();
  const long = [...compare.with(compare.indexOf("2"), "40"), "--shard", "1/2", "--out", "mine", "--jobs", "1"];
  const { child, ended, until } = start(long, cwd);
  await until("stderr", "2 of 40");
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 143, stdout: "" });
  expect((await ohem([...long, "--dry-run"], cwd)).stdout).toContain("80 trainings; shard 1 of 2: 40 trainings");
});

test.each([
  [["--shard", "auto/8"], "--shard: auto needs the variable of a scheduler, none is set"],
  [["--shard", "9/8"], "--shard: expected I/N with I from 1 to N, auto or auto/N, got 9/8"],
  [["--shard", "1/8", "--until-decided"], "--until-decided: not with shards: every shard must know all seeds"],
  [["--shard", "1/8", "--margin", "0.2"], "--margin: a shard reaches no verdict; give it to the merge"],
])("%j is refused, and nothing is written", async (more, said) => {
  const cwd = emptyFolder();
  expectRefused(await ohem([...compare, ...more], cwd), said);
  expect(listing(cwd)).toEqual([]);
});
