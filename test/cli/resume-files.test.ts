import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const onward = ["train", "--quiet", "--resume", "run", "--extend-epochs", "1"];

/** A working directory with a run of one epoch, and what goes into its folder. */
async function workplace() {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  await trained(cwd, "run");
  return { cwd, inRun: (name: string) => join(cwd, "run", name) };
}

async function trained(cwd: string, out: string, ...flags: string[]): Promise<void> {
  const ended = await ohem(["train", "--data", "small", "--epochs", "1", "--quiet", "--out", out, ...flags], cwd);
  expect(ended.code).toBe(0);
}

test.each([
  ["another learning rate", ["--lr", "0.002"], /config\.json: lr is 0\.001, but 0\.002 in \S+model\.safetensors/],
  ["the same settings in another folder", [], /config\.json: out is "run", but "other" in \S+model\.safetensors/],
])("the model of a run with %s is not this run's, and nothing is written", async (_, flags, says) => {
  const { cwd, inRun } = await workplace();
  await trained(cwd, "other", ...flags);
  copyFileSync(join(cwd, "other/model.safetensors"), inRun("model.safetensors"));
  const metrics = readFileSync(inRun("metrics.jsonl"), "utf8");
  for (const extra of [[], ["--dry-run"]]) expectRefused(await ohem([...onward, ...extra], cwd), says, "train anew");
  expect(readFileSync(inRun("metrics.jsonl"), "utf8")).toBe(metrics);
});

test("a run that was made longer, with settings that change no bit, goes on again", async () => {
  const { cwd } = await workplace();
  const changed = ["--threads", "1", "--log-interval", "3", "--checkpoint-every", "4", "--min-accuracy", "0.01"];
  for (const extra of [changed, []]) expect((await ohem([...onward, ...extra], cwd)).code).toBe(0);
});

test("a missing config.json is written again from the model, and that is said", async () => {
  const { cwd, inRun } = await workplace();
  const { settings } = JSON.parse(readFileSync(inRun("config.json"), "utf8"));
  rmSync(inRun("config.json"));
  const ended = await ohem(onward, cwd);
  expect(ended).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^ohem: warning: config\.json was missing.*\n$/),
  });
  expect(JSON.parse(readFileSync(inRun("config.json"), "utf8")).settings).toEqual(settings);
  expect(await ohem(onward, cwd)).toMatchObject({ code: 0, stderr: "" });
});

test.each(["", "{", '{"settings": 3}', '{"started": "today"}'])(
  "a config.json that holds %j is refused, with what to do",
  async (text) => {
    const { cwd, inRun } = await workplace();
    writeFileSync(inRun("config.json"), text);
    expectRefused(await ohem(onward, cwd), /config\.json: .*: the file is damaged; remove it, and it is written again/);
    rmSync(inRun("config.json"));
    expect((await ohem(onward, cwd)).code).toBe(0);
  },
);

test("a missing metrics.jsonl is refused, with what to do", async () => {
  const { cwd, inRun } = await workplace();
  rmSync(inRun("metrics.jsonl"));
  const before = listing(cwd);
  for (const args of [onward, ["train", "--resume", "run"]]) {
    expectRefused(await ohem(args, cwd), /metrics\.jsonl: missing; put it back, or make an empty file of that name/);
  }
  expect(listing(cwd)).toEqual(before);
  writeFileSync(inRun("metrics.jsonl"), "");
  expect((await ohem(onward, cwd)).code).toBe(0);
  expect(JSON.parse(readFileSync(inRun("metrics.jsonl"), "utf8").split("\n")[0])).toMatchObject({
    type: "run",
    resumed: 10,
  });
});
