import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { emptyFolder, listing } from "../support/folder.js";
import { type JobRun, type Runner, runJob, type Step } from "../support/github-job.js";
import { ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";
import { timeless } from "../support/timeless.js";

/**
 * The recipes of examples/shards for GitHub and GitLab, in a package that depends on the packed tarball: their steps
 * and scripts as they stand, on data that are trained in no time. Needs bash, and npm's registry.
 */
const short = "--data small --epochs 1";
const recipe = (file: string) => {
  const text = readFileSync(fileURLToPath(new URL(`../../examples/shards/${file}`, import.meta.url)), "utf8");
  return parse(text.replaceAll(" --shard ", ` ${short} --shard `));
};

const top = mkdtempSync(join(tmpdir(), "ohem-recipes-"));
const project = join(top, "project");
/** Of no scheduler, and without what vitest sets. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME, npm_config_cache: process.env.npm_config_cache };

beforeAll(async () => {
  mkdirSync(project);
  writeSmallData(project);
  execFileSync("npm", ["pack", "--pack-destination", project], { stdio: "ignore" });
  const [tarball] = listing(project).filter((name) => name.endsWith(".tgz"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "mine", private: true }));
  // As the recipes' pages say; their npm ci installs it.
  const save = ["install", "--package-lock-only", "--no-audit", "--no-fund", "--save-dev", `./${tarball}`];
  execFileSync("npm", save, { cwd: project, env });
  const alone = ["compare", "ce", "ohem:ratio=3", "--seeds", "16", ...short.split(" "), "--quiet"];
  const { code, stderr } = await ohem([...alone, "--out", join(top, "alone")], project);
  expect(code, stderr).toBe(0);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** A checkout of the project, removed at the end of the test. */
function checkout(): string {
  const folder = join(emptyFolder(), "checkout");
  cpSync(project, folder, { recursive: true });
  return folder;
}

function expectSame(folder: string): void {
  expect(timeless(join(folder, "comparison.json"))).toEqual(timeless(join(top, "alone/comparison.json")));
}

describe("GitHub Actions", () => {
  test("a job that fails, the merge that says what is missing, the job again, the verdict", () => {
    const { shard, verdict } = recipe("github-actions/compare.yml").jobs;
    const runner: Runner = { checkout: checkout(), artifacts: emptyFolder(), env };
    const indices: number[] = shard.strategy.matrix.shard;
    const train = (index: number, steps: readonly Step[], attempt = 1): JobRun => {
      for (const folder of ["shard", "shards"]) rmSync(join(runner.checkout, folder), { recursive: true, force: true });
      const values = { "matrix.shard": index, "strategy.job-total": indices.length, "github.run_attempt": attempt };
      return runJob(steps, values, runner);
    };
    // One installation serves all jobs: the checkout is the same.
    const installed = (steps: readonly Step[]) => steps.filter(({ run }) => run !== "npm ci");
    for (const index of indices.slice(0, -1)) {
      const { failed, log, summary } = train(index, index === indices[0] ? shard.steps : installed(shard.steps));
      expect(failed, log).toBe(false);
      expect(summary).toBe(`Shard ${index} of 8\\: done, 6 of 48 trainings in shard\n\n`);
    }
    const last = indices.at(-1)!;
    const wrong = installed(shard.steps).map(({ run, ...step }: Step) => {
      return run === undefined ? step : { ...step, run: run.replace("ohem:ratio=3", "ohem:ratio=x") };
    });
    const failure = train(last, wrong);
    expect(failure.failed).toBe(true);
    expect(failure.log).toMatch(/^::error title=ohem::.*ratio/m);

    const incomplete = runJob(verdict.steps, {}, runner);
    expect(incomplete.failed).toBe(true);
    expect(incomplete.log).toMatch(/^::error title=ohem::6 of 48 trials are missing; /m);
    expect(incomplete.log).toMatch(/^To train them: npx ohem compare ce ohem:ratio=3 .* --shard 8\/8 --out shard$/m);
    expect(incomplete.summary).toBe("");

    expect(train(last, installed(shard.steps), 2).failed).toBe(false);
    rmSync(join(runner.checkout, "comparison"), { recursive: true, force: true });
    const done = runJob(installed(verdict.steps), {}, runner);
    expect(done.failed, done.log).toBe(false);
    expect(done.summary).toMatch(/^### ohem compare\n\n(.*\n\n)?Test accuracy after 1 epoch, 16 seeds; /);
    expect(done.log).not.toContain("::error");
    expect(readFileSync(join(runner.artifacts, "report.html"), "utf8")).toMatch(/^<!doctype html>/i);
    expectSame(join(runner.checkout, "comparison"));

    // "Re-run" of a job that was done: its own artifact holds its trials.
    const artifact = join(runner.artifacts, "shard-1");
    const before = trialTexts(artifact);
    expect(train(1, installed(shard.steps), 2).failed).toBe(false);
    expect(trialTexts(artifact)).toEqual(before);
  });
});

test("GitLab: the jobs' scripts, with its numbers", () => {
  const { default: all, shard, verdict } = recipe("gitlab/.gitlab-ci.yml");
  const cwd = checkout();
  const run = (script: readonly string[], variables: NodeJS.ProcessEnv = {}) => {
    return spawnSync("bash", ["-eo", "pipefail", "-c", script.join("\n")], {
      cwd,
      env: { ...env, CI: "true", GITLAB_CI: "true", ...variables },
      encoding: "utf8",
    });
  };
  expect(run(all.before_script).status).toBe(0);
  // Without GitLab's numbers a job must not train everything.
  const unnumbered = run(shard.script);
  expect(unnumbered.status).toBe(2);
  expect(unnumbered.stderr).toContain("auto needs the variable of a scheduler");
  for (let index = 1; index <= shard.parallel; index++) {
    const { status, stderr } = run(shard.script, {
      CI_NODE_INDEX: String(index),
      CI_NODE_TOTAL: String(shard.parallel),
    });
    expect(status, stderr).toBe(0);
    expect(existsSync(join(cwd, "shards", String(index), "plan.json"))).toBe(true);
  }
  const { status, stderr, stdout } = run(verdict.script);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain("\nRecommended: ");
  expectSame(join(cwd, "comparison"));
  expect(statSync(join(cwd, "report.html")).size).toBeGreaterThan(10_000);
});

/** With their timings, which training again would change. */
function trialTexts(folder: string): string[] {
  return listing(join(folder, "trials")).map((name) => readFileSync(join(folder, "trials", name), "utf8"));
}
