import { readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { saveCheckpoint } from "../../src/checkpoint/write-checkpoint.js";
import { emptyFolder, listing } from "../support/folder.js";
import { machine } from "../support/machine.js";
import { expectOneLine, expectRefused, ohem, start, typed } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const train = ["train", "--data", "small", "--epochs", "1", "--out", "run"];
const onward = ["train", "--resume", "run", "--extend-epochs", "1"];
const elsewhere = { pid: 27261, host: "somewhere.else", started: "2026-01-02T03:04:05.678Z", token: "t" };

/** A working directory with a run of one epoch. */
async function workplace(): Promise<string> {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  expect((await ohem([...train, "--quiet"], cwd)).code).toBe(0);
  return cwd;
}

/** A lock of a process on another machine. @param age seconds since its last sign of life */
function lockElsewhere(cwd: string, age: number): void {
  const lock = join(cwd, "run", "lock");
  writeFileSync(lock, JSON.stringify(elsewhere));
  const then = new Date(Date.now() - age * 1000);
  utimesSync(lock, then, then);
}

test("a run that another machine writes is refused, until that one falls silent, or at once on demand", async () => {
  const cwd = await workplace();
  lockElsewhere(cwd, 60);
  const { code, stdout, stderr } = await ohem(onward, cwd);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expectOneLine(
    stderr,
    /^ohem: \S*run: process 27261 on somewhere\.else has been writing a run here since 2026-01-02T03/,
  );
  expectOneLine(
    stderr,
    "; if it is dead, try again 2 minutes after its last sign of life, or take over at once with --take-over\n",
  );
  const says = "Taken over from process 27261 on somewhere.else, which began at 2026-01-02T03:04:05.678Z.";
  const atOnce = await ohem([...onward, "--take-over"], cwd);
  expect(atOnce).toMatchObject({ code: 0, stderr: expect.stringContaining(says) });
  lockElsewhere(cwd, 130);
  expect(await ohem(onward, cwd)).toMatchObject({ code: 0, stderr: expect.stringContaining(says) });
  expect(listing(join(cwd, "run"))).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
});

test("--take-over needs a run to resume", async () => {
  expectRefused(await ohem(["train", "--take-over"], emptyFolder()), "--take-over goes with --resume RUN");
});

const onPosix = test.skipIf(process.platform === "win32");

onPosix("a process that lost its run to another notices before its next checkpoint, and ends", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const run = join(cwd, "run");
  const forLong = ["--epochs", "100000", "--checkpoint-every", "100", "--quiet"];
  const { child, ended } = start(["train", "--data", "small", "--out", "run", ...forLong], cwd);
  await expect.poll(() => listing(cwd), { timeout: 30_000 }).toContain("run/model.safetensors");
  child.kill("SIGSTOP");
  // as another machine does that takes over
  rmSync(join(run, "lock"));
  lockElsewhere(cwd, 0);
  const model = readFileSync(join(run, "model.safetensors"));
  child.kill("SIGCONT");
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expectOneLine(
    stderr,
    /^ohem: .*run: another process has taken over this run; this one ends, and writes no more of it$/m,
  );
  expect(readFileSync(join(run, "model.safetensors")).equals(model)).toBe(true);
  expect(JSON.parse(readFileSync(join(run, "lock"), "utf8"))).toEqual(elsewhere);
});

test("a run that resumes is not advised to use another engine or folder, which it would refuse", async () => {
  const cwd = await workplace();
  const model = join(cwd, "run", "model.safetensors");
  const { variables } = machine();
  for (const [engine, flag] of [
    ["tensorflow", ""],
    ["gpu", " --cuda"],
  ] as const) {
    const checkpoint = await loadCheckpoint(model);
    await saveCheckpoint(model, { ...checkpoint, config: { ...checkpoint.config, engine } });
    const { code, stderr } = await ohem(onward, cwd, variables);
    expect(code).toBe(2);
    expectOneLine(stderr, `; run "${typed} backend install${flag}"\n`);
  }

  const { child, until, ended } = start(["train", "--data", "small", "--epochs", "100000", "--out", "long"], cwd);
  await until("stdout", "Train Epoch: 2 ");
  const refused = await ohem(["train", "--resume", "long"], cwd);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expectOneLine(refused.stderr, `process ${child.pid} on `);
  expectOneLine(refused.stderr, /; wait until it has ended, or end it$/m);
  child.kill("SIGINT");
  await ended;
});
