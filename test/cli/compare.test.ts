import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectRefused, ohem, start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const compare = ["compare", "ce", "ohem:ratio=3", "--data", "small", "--epochs", "1"];

function workplace(): string {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  return cwd;
}

test("a comparison, and its verdict again from the same command and from show", async () => {
  const cwd = workplace();
  const first = await ohem([...compare, "--seeds", "3"], cwd);
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).toMatch(
    /^Comparing ce \(baseline\), ohem:ratio=3, random:ratio=3 \(control of ohem:ratio=3\)$/m,
  );
  expect(first.stderr).toMatch(/^3 seeds, 1 epoch: 9 trainings, about .* at \d+ jobs?$/m);
  expect(first.stderr).toContain("With fewer than 6 seeds only large differences can be shown");
  expect(first.stderr).toMatch(/^9 of 9; .*, seed \d: 0\.\d{4}$/m);
  expect(first.stdout).toMatch(/^Test accuracy after 1 epoch, 3 seeds; differences from ce, paired by seed$/m);
  expect(first.stdout).toMatch(/^Recommended: /m);

  const again = await ohem([...compare, "--seeds", "3", "--quiet"], cwd);
  expect(again).toMatchObject({ code: 0, stdout: first.stdout, stderr: "" });
  expect((await ohem(["compare", "show"], cwd)).stdout).toBe(first.stdout);

  const [folder] = readdirSync(join(cwd, "comparisons"));
  const shown = await ohem(["compare", "show", folder, "--json", "--margin", "5", "--baseline", "ohem:ratio=3"], cwd);
  expect(JSON.parse(shown.stdout)).toMatchObject({ baseline: "ohem:ratio=3", margin: 0.05 });
  const file = join("comparisons", folder, "comparison.json");
  expect((await ohem(["compare", "show", file], cwd)).stdout).toBe(first.stdout);
  expectRefused(await ohem(["compare", "show", file, "--margin", "5"], cwd), "without its trials");
});

test("Ctrl-C ends a comparison with 130 and one line; the same command continues it", async () => {
  const cwd = workplace();
  const args = [...compare, "--seeds", "12", "--jobs", "1", "--out", "mine"];
  const { child, ended, until } = start(args, cwd);
  await until("stderr", "2 of 36");
  child.kill("SIGINT");
  const stopped = await ended;
  expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({ code: 130, stdout: "" });
  expect(stopped.stderr).toMatch(/^ohem: stopped; what is done is kept, and the same command continues$/m);
  expect(listing(join(cwd, "mine")).filter((name) => name.endsWith(".tmp") || name === "lock")).toEqual([]);
  const done = readdirSync(join(cwd, "mine/trials")).length;
  expect(done).toBeGreaterThanOrEqual(2);
  const repeat = /are missing; .* to fix it: .* compare ce .* --seeds 12 --data FOLDER --epochs 1 --out \S*mine$/m;
  expectRefused(await ohem(["compare", "show", "mine"], cwd), repeat);
  const partial = await ohem([...compare, "--seeds", "12", "--out", "mine", "--dry-run"], cwd);
  expect(partial.stdout).toContain("36 trainings");
});

test("--json writes one document, which comparison.json holds too", async () => {
  const cwd = workplace();
  const { stdout } = await ohem([...compare, "--seeds", "2", "--no-control", "--out", "mine", "--json"], cwd);
  const comparison = JSON.parse(stdout);
  expect(comparison.contestants.map(({ name }: { name: string }) => name)).toEqual(["ce", "ohem:ratio=3"]);
  expect(JSON.parse(readFileSync(join(cwd, "mine/comparison.json"), "utf8"))).toEqual(comparison);
});

test("--report writes what ohem report writes; --svg its plots; missing trials need --partial", async () => {
  const cwd = workplace();
  const first = await ohem([...compare, "--seeds", "2", "--margin", "5", "--report"], cwd);
  expect(first.code, first.stderr).toBe(0);
  const [name] = readdirSync(join(cwd, "comparisons"));
  const folder = join("comparisons", name);
  const report = join(folder, "report.html");
  expect(first.stderr).toMatch(/^Wrote .*report\.html \(\d+ kB\)$/m);
  expect(first.stdout).not.toContain("Wrote");
  const page = readFileSync(join(cwd, report), "utf8");
  expect(page).toContain("ohem compare ce ohem:ratio=3 --seeds 2 --data FOLDER --epochs 1 --margin 5");

  const again = await ohem(["report", name, "--out", "again.html", "--svg", "plots"], cwd);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("Wrote 5 plots to plots\n") });
  expect(readFileSync(join(cwd, "again.html"), "utf8")).toBe(page);
  const plot = readFileSync(join(cwd, "plots", "intervals.svg"), "utf8");
  expect(plot.startsWith("<svg xmlns=")).toBe(true);
  expect(page).toContain(plot.trimEnd());

  expectRefused(await ohem(["report", folder, "--data", "small"], cwd), "--data: only for the report of a run");
  const seeds = await ohem([...compare, "--seeds", "3", "--quiet"], cwd);
  expect(seeds.code, seeds.stderr).toBe(0);
  const trials = join(cwd, folder, "trials");
  const last = readdirSync(trials).find((file) => readFileSync(join(trials, file), "utf8").includes('"seed":2'))!;
  rmSync(join(trials, last));
  expectRefused(await ohem(["report", folder], cwd), "1 of 9 are missing");
  expect((await ohem(["report", folder, "--partial"], cwd)).code).toBe(0);
  expect(readFileSync(join(cwd, report), "utf8")).toContain("<strong>Not complete:</strong> 1 of 9 trainings");

  writeFileSync(join(cwd, "comparison.json"), readFileSync(join(cwd, folder, "comparison.json")));
  expectRefused(await ohem(["report", "comparison.json"], cwd), "holds a verdict without its trials");
});

test.each([
  [["compare"], "expected a baseline and at least one contestant, got none"],
  [["compare", "ce", "ce"], "ce twice: the same training"],
  [["compare", "ce", "ohme"], 'unknown loss "ohme"; did you mean ohem?'],
  [["compare", "ce", "focal", "--seeds", "1"], "--seeds: expected an integer from 2 to 999999999, got 1"],
  [
    ["compare", "ce", "focal", "--margin", "0"],
    "--margin: expected percentage points, a number > 0 and < 100 as in 0.1, got 0",
  ],
  [
    ["compare", "ce", "focal", "--until-decided", "--seeds", "50"],
    "--seeds: expected at most 40 (--max-seeds), got 50",
  ],
  [["compare", "ce", "focal", "--metric", "loss"], "--metric"],
  [["compare", "ce", "ohem", "--ratio", "3"], "--ratio: a parameter of a loss; write it as ohem:ratio=3"],
  [["compare", "ce", "focal", "--gamma=1"], "--gamma: a parameter of a loss; write it as focal:gamma=1"],
  [
    ["compare", "ce", "--loss", "ohem"],
    "--loss: the losses of a comparison are its contestants; write ohem compare ce",
  ],
  [["compare", "ce", "ohem", "--seed", "3"], "--seed: a comparison has many seeds; --seeds is their number"],
  [
    ["compare", "ce", "ohem", "--warmup-epochs", "1"],
    "--warmup-epochs: in a comparison it stands in a file of settings",
  ],
  [
    ["compare", "ce", "focal", "--max-seeds", "20"],
    "--max-seeds: applies only where the number of seeds is open (--seeds-for, --until-decided)",
  ],
  [["compare", "ce", "focal", "--curve", "20"], "--curve: expected at most the 10 epochs of a training, got 20"],
  [["compare", "ce", "focal", "--label-noise", "20"], "--label-noise: expected a number >= 0 and < 1 (20% is 0.2)"],
  [["compare", "ce", "focal", "--data", "nowhere"], "--data: "],
  [["compare", "show", "nothing"], "nothing: no such comparison"],
  [["compare", "show"], "there is no comparison below"],
])("%j is refused, and nothing is written", async (args, said) => {
  const cwd = emptyFolder();
  expectRefused(await ohem(args, cwd), said);
  expect(listing(cwd)).toEqual([]);
});
