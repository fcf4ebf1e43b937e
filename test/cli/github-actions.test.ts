import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

interface Workplace {
  readonly cwd: string;
  readonly variables: NodeJS.ProcessEnv;
  summary(): string;
}

function workplace(): Workplace {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const file = join(cwd, "summary.md");
  writeFileSync(file, "before\n");
  const variables = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: file };
  return { cwd, variables, summary: () => readFileSync(file, "utf8") };
}

const train = ["train", "--data", "small", "--epochs", "1", "--ratio", "3", "--quiet"];

test("a gate that is not reached is an annotation and stands in the summary, for train and eval", async () => {
  const { cwd, variables, summary } = workplace();
  const trained = await ohem([...train, "--min-accuracy", "0.99"], cwd, variables);
  expect(trained.code).toBe(1);
  expect(trained.stdout).toMatch(/^Test Accuracy: 0\.\d{4}\n$/);
  const problem = "test accuracy 0\\.\\d+ is below --min-accuracy 0\\.99";
  expect(trained.stderr).toMatch(new RegExp(`^ohem: ${problem}\\n::error title=ohem::${problem}\\n$`));
  expect(summary()).toMatch(
    /^before\n### ohem train: test accuracy 0\.\d{4}\n\n\*\*The gate of 0\.99 is not reached\.\*\*/,
  );
  expect(summary()).toContain("\n| loss | ohem\\:ratio=3 |\n");

  const evaluated = await ohem(["eval", "--quiet", "--min-accuracy", "0"], cwd, variables);
  expect(evaluated).toMatchObject({ code: 0, stderr: "" });
  expect(summary()).toMatch(/\n### ohem eval: test accuracy 0\.\d{4}\n\nThe gate of 0 is reached\.\n/);
  expect(summary()).toMatch(/\n\| class \| examples \| right \|.*\n\| --: \| --: \|.*\n\| 0 \| \d+ \|/);
});

test("a comparison's verdict is the summary; a shard adds a line", async () => {
  const { cwd, variables, summary } = workplace();
  const compare = ["compare", "ce", "ohem:ratio=3", "--data", "small", "--epochs", "1", "--seeds", "2", "--quiet"];
  await ohem([...compare, "--shard", "1/2", "--out", "mine"], cwd, variables);
  expect(summary()).toBe(`before\nShard 1 of 2\\: done, 3 of 6 trainings in mine\n\n`);
  await ohem([...compare, "--shard", "2/2", "--out", "mine"], cwd, variables);
  const merged = await ohem(["compare", "merge", "mine"], cwd, variables);
  expect(merged.code, merged.stderr).toBe(0);
  expect(summary()).toMatch(/\n### ohem compare\n\nTrained on .*\n\nTest accuracy after 1 epoch, 2 seeds; /);
  expect(summary()).toMatch(/\n\| contestant \|.*\| verdict \|\n\| :-- \|.*\n\| ce \| .*\n\| ohem\\:ratio=3 \| /);
  expect(summary()).toMatch(/\n\*\*Recommended\\: .*\*\*\n\n$/);
});

test("an error's signs cannot end the annotation or begin another command", async () => {
  const { cwd, variables, summary } = workplace();
  const { code, stderr } = await ohem(["train", "--data", "no%0Asuch\n::warning::x"], cwd, variables);
  expect(code).toBe(2);
  const [, annotation, ...others] = stderr.split("\n");
  expect(annotation).toContain("::error title=ohem::--data: no data set or folder");
  expect(annotation).toContain("no%250Asuch");
  expect(others).toEqual([""]);
  expect(summary()).toBe("before\n");
});

test("a summary that cannot be written is no failure", async () => {
  const { cwd, variables } = workplace();
  const nowhere = { ...variables, GITHUB_STEP_SUMMARY: join(cwd, "no/folder") };
  const { code, stderr } = await ohem(train, cwd, nowhere);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^ohem: the job's summary .* cannot be written: /m);
});

test.each([{}, { GITHUB_ACTIONS: "false" }, { GITHUB_ACTIONS: "" }])("nothing of it with %j", async (variables) => {
  const { cwd, summary } = workplace();
  const file = join(cwd, "summary.md");
  const { stderr } = await ohem([...train, "--min-accuracy", "1"], cwd, { GITHUB_STEP_SUMMARY: file, ...variables });
  expect(stderr).not.toContain("::");
  expect(summary()).toBe("before\n");
  expect(listing(cwd)).toContain("runs");
});
