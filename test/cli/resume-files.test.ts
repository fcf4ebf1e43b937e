import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const onward = ["train", "--quiet", "--resume", "run", "--extend-epochs", "1"];

/** A working directory with a run of one epoch, and a function to the paths in its folder. */
async function workplace() {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  await trained(cwd, "run");
  const inRun = (name: string) => join(cwd, "run", name);
  return { cwd, inRun, config: () => JSON.parse(readFileSync(inRun("config.json"), "utf8")) };
}

async function trained(cwd: string, out: string): Promise<void> {
  const ended = await ohem(["train", "--data", "small", "--epochs", "1", "--quiet", "--out", out], cwd);
  expect(ended.code).toBe(0);
}

test("the model of another run with the same settings is refused, and nothing is written", async () => {
  const { cwd, inRun } = await workplace();
  await trained(cwd, "other");
  copyFileSync(join(cwd, "other/model.safetensors"), inRun("model.safetensors"));
  const metrics = readFileSync(inRun("metrics.jsonl"), "utf8");
  const says =
    /config\.json and model\.safetensors are of different runs; restore the original files or start a new run/;
  for (const extra of [[], ["--dry-run"]]) expectRefused(await ohem([...onward, ...extra], cwd), says);
  expect(readFileSync(inRun("metrics.jsonl"), "utf8")).toBe(metrics);
});

test("one id is in config.json, in the model and in metrics.jsonl, and stays when the run resumes", async () => {
  const { cwd, inRun, config } = await workplace();
  const { id, started } = config();
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect((await ohem(onward, cwd)).code).toBe(0);
  expect(config()).toMatchObject({ id, started, settings: { epochs: 2 } });
  const runs = readFileSync(inRun("metrics.jsonl"), "utf8").match(/^\{"type":"run",.*$/gm)!;
  expect(runs.map((line) => JSON.parse(line).id)).toEqual([id, id]);
  expect(readFileSync(inRun("model.safetensors"), "latin1")).toContain(`"run_id":"${id}"`);
});

test("a run that was extended, with settings that change no bit, resumes again", async () => {
  const { cwd } = await workplace();
  const changed = ["--threads", "1", "--log-interval", "3", "--checkpoint-every", "4", "--min-accuracy", "0.01"];
  for (const extra of [changed, []]) expect((await ohem([...onward, ...extra], cwd)).code).toBe(0);
});

test.each([undefined, "", "{", '{"settings": 3}', '{"id": 3}'])(
  "a config.json that is missing or damaged (%j) is written again from the model",
  async (text) => {
    const { cwd, inRun, config } = await workplace();
    const { id, settings } = config();
    if (text === undefined) rmSync(inRun("config.json"));
    else writeFileSync(inRun("config.json"), text);
    expect(await ohem(onward, cwd)).toMatchObject({ code: 0, stderr: "" });
    expect(config()).toMatchObject({ id, settings: { ...settings, epochs: 2 } });
  },
);

test("a missing metrics.jsonl is refused, with what to do", async () => {
  const { cwd, inRun } = await workplace();
  rmSync(inRun("metrics.jsonl"));
  const before = listing(cwd);
  for (const args of [onward, ["train", "--resume", "run"]]) {
    expectRefused(await ohem(args, cwd), /metrics\.jsonl: missing; restore it, or make an empty file of that name/);
  }
  expect(listing(cwd)).toEqual(before);
  writeFileSync(inRun("metrics.jsonl"), "");
  expect((await ohem(onward, cwd)).code).toBe(0);
  expect(JSON.parse(readFileSync(inRun("metrics.jsonl"), "utf8").split("\n")[0])).toMatchObject({
    type: "run",
    resumed: 10,
  });
});
