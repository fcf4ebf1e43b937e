import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ohem } from "../support/run-ohem.js";
import { requireSlurm, type SlurmNode, startSlurm } from "../support/slurm-node.js";
import { writeSmallData } from "../support/small-data.js";
import { timeless } from "../support/timeless.js";

/** The recipe of examples/shards/slurm on a real Slurm of one node; needs what `requireSlurm` says. */
const recipe = fileURLToPath(new URL("../../examples/shards/slurm", import.meta.url));
const command = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
const more = ["--data", "small", "--epochs", "20"];

const top = mkdtempSync(join(tmpdir(), "ohem-slurm-test-"));
let slurm: SlurmNode;
beforeAll(async () => {
  requireSlurm();
  writeSmallData(top);
  cpSync(recipe, top, { recursive: true });
  // The recipe as it is, but for the program's name and data that are trained in no time.
  for (const name of ["train.sbatch", "merge.sbatch"]) {
    const script = readFileSync(join(top, name), "utf8").replaceAll(/\bohem compare/g, `node ${command} compare`);
    writeFileSync(join(top, name), script.replace(" --shard ", ` ${more.join(" ")} --shard `));
  }
  slurm = await startSlurm();
});
afterAll(async () => {
  await slurm?.close();
  rmSync(top, { recursive: true, force: true });
});

const stateOf = (job: string) =>
  slurm.run("squeue", ["-h", "-a", "-r", "-t", "all", "-o", "%T", "-j", job], top).trim();
const trials = () => {
  try {
    return readdirSync(join(top, "comparison/trials")).length;
  } catch {
    return 0;
  }
};

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (holds()) return;
    await sleep(250);
  }
  throw new Error(`not within five minutes: ${what}\n${slurm.run("squeue", ["-a", "-r", "-t", "all"], top)}`);
}

test("an array of 8 shards, a task cancelled and requeued, the node stopped, then the afterok merge", async () => {
  const [array, firstMerge] = slurm.run(join(top, "submit.sh"), [], top).trim().split(" ");
  await until("trials of the first tasks", () => trials() >= 2);
  const running = slurm.run("squeue", ["-h", "-r", "-t", "RUNNING", "-o", "%K", "-j", array], top).trim().split("\n");
  const task = `${array}_${running[0]}`;
  slurm.run("scancel", [task], top);
  await until("the task's cancellation", () => stateOf(task) === "CANCELLED");
  // As the recipe says: after a cancelled task afterok is never satisfied.
  slurm.run("scancel", [firstMerge], top);
  slurm.run("scontrol", ["requeue", task], top);
  const merge = slurm.run("sbatch", ["--parsable", `--dependency=afterany:${array}`, "merge.sbatch"], top).trim();
  await until("more trials", () => trials() >= 8);
  // Its tasks are requeued, and may run beside those that the lost node still runs.
  await slurm.stopSlurmd();
  await until("the node's loss", () => /down/.test(slurm.run("sinfo", ["-h", "-o", "%t"], top)));
  await slurm.startSlurmd();
  await until("the merge", () => stateOf(merge) === "COMPLETED");

  const alone = ["compare", "ce", "ohem:ratio=3", "--seeds", "16", ...more, "--out", "alone"];
  expect((await ohem(alone, top)).code).toBe(0);
  expect(timeless(join(top, "comparison/comparison.json"))).toEqual(timeless(join(top, "alone/comparison.json")));
  expect(readFileSync(join(top, "verdict.txt"), "utf8")).toContain("\nRecommended: ");
  const logs = readdirSync(top).filter((name) => /^shard-\d\.log$/.test(name));
  expect(logs).toHaveLength(8);
  for (const log of logs)
    expect(readFileSync(join(top, log), "utf8")).toMatch(/^Shard \d of 8: done, 6 of 48 trainings/m);
});
