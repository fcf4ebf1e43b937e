import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectOneLine, ohem, start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

// A run that would take hours: only stopping ends it.
const endless = ["train", "--data", "small", "--epochs", "1000000", "--out", "run", "--log-interval", "1"];

function workplace(): string {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  return cwd;
}

// Windows has no signals that a process could catch from another one.
const onPosix = test.skipIf(process.platform === "win32");

onPosix.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s stops a run, with exit code %i and without a result", async (signal, exitCode) => {
  const cwd = workplace();
  const { child, ended, until } = start(endless, cwd);
  await until("stdout", "Train Epoch: 1 ");
  child.kill(signal);
  const { code, signal: killedBy, stdout, stderr } = await ended;
  expect({ code, killedBy }).toEqual({ code: exitCode, killedBy: null });
  expect(stdout).not.toContain("Test Accuracy");
  expect(stdout.endsWith("\n")).toBe(true);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).toMatch(/^Stopped after [\d,]+ steps?\.$/m);
  const metrics = readFileSync(join(cwd, "run/metrics.jsonl"), "utf8");
  expect(metrics.endsWith("\n")).toBe(true);
  for (const line of metrics.trimEnd().split("\n")) expect(JSON.parse(line)).toHaveProperty("type");
  expect(listing(join(cwd, "run")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  expect(listing(cwd)).not.toContain("runs/latest");
});

onPosix(
  "SIGHUP, twice as for a closed terminal: the checkpoint is written, then the process dies of the signal",
  async () => {
    const cwd = workplace();
    const { child, ended, until } = start(endless, cwd);
    await until("stdout", "Train Epoch: 1 ");
    child.kill("SIGHUP");
    setTimeout(() => child.kill("SIGHUP"), 1);
    const { code, signal, stderr } = await ended;
    expect({ code, signal }).toEqual({ code: null, signal: "SIGHUP" });
    expect(stderr).toMatch(/^To resume: node \S+ohem\.js train --resume run$/m);
    expect(listing(join(cwd, "run"))).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
  },
);

onPosix("with --quiet, a stopped run says in one line how to resume it", async () => {
  const cwd = workplace();
  const { child, ended } = start([...endless, "--quiet"], cwd);
  while (!listing(cwd).includes("run/model.safetensors")) await sleep(20);
  child.kill("SIGTERM");
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout }).toEqual({ code: 143, stdout: "" });
  expectOneLine(stderr, /^ohem: stopped after [\d,]+ steps?; to resume: node \S+ohem\.js train --resume run$/m);
});

onPosix.each([
  [
    "before the first checkpoint",
    [],
    /^ohem: stopped at once, before the first checkpoint; to start over: node \S+ohem\.js train --resume run$/m,
  ],
  [
    "after a checkpoint",
    ["--resume", "run", "--extend-epochs", "1"],
    new RegExp(
      "^ohem: stopped at once, without the steps since the last checkpoint; " +
        "to resume from there: node \\S+ohem\\.js train --resume run$",
      "m",
    ),
  ],
] as const)(
  "a second SIGINT %s ends a run that waits for its disk, and says how to resume it",
  async (_, resumed, says) => {
    const cwd = workplace();
    const train = ["train", "--data", "small", "--epochs", "1", "--out", "run"];
    if (resumed.length > 0) expect((await ohem(train, cwd)).code).toBe(0);
    const variables = { NODE_OPTIONS: `--import=${new URL("../support/faults/never-renames.mjs", import.meta.url)}` };
    const args = resumed.length > 0 ? ["train", ...resumed] : train;
    const { child, ended, until } = start(args, cwd, variables);
    await until("stdout", "waiting");
    child.kill("SIGINT");
    await sleep(200);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(says);
  },
);

onPosix("a signal while the data is being read stops it too", async () => {
  const cwd = emptyFolder();
  const { child, ended } = start(["train", "--epochs", "1000000"], cwd);
  child.on("spawn", () => setTimeout(() => child.kill("SIGINT"), 100));
  const { code, signal, stdout } = await ended;
  // Before the command handles signals, the signal itself ends the process: shells report 130 for both.
  expect(code === 130 || signal === "SIGINT").toBe(true);
  expect(stdout).not.toContain("Test Accuracy");
});

test("a run that was killed leaves the model of its last whole epoch", async () => {
  const cwd = workplace();
  const { child, ended, until } = start(endless, cwd);
  await until("stdout", "Train Epoch: 2 ");
  child.kill("SIGKILL");
  expect((await ended).code).not.toBe(0);
  expect(await ohem(["eval", "run", "--quiet"], cwd)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Test Accuracy: 0\.\d{4}\n$/),
  });
});

onPosix("a stopped run can be evaluated at the step where it stopped", async () => {
  const cwd = workplace();
  const { child, ended, until } = start(endless, cwd);
  await until("stdout", "Train Epoch: 0 ");
  child.kill("SIGINT");
  const stopped = /^Stopped after ([\d,]+) steps?\.$/m.exec((await ended).stderr);
  const evaluated = await ohem(["eval", "run", "--json"], cwd);
  expect(evaluated.code).toBe(0);
  expect(JSON.parse(evaluated.stdout).steps).toBe(Number(stopped![1].replaceAll(",", "")));
});

onPosix("a stopped run with --json leaves stdout empty", async () => {
  const { child, ended, until } = start([...endless, "--json"], workplace());
  await until("stderr", "    0  ");
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130, stdout: "" });
});

test("losing the reader of stdout ends the run quietly", async () => {
  const { child, ended, until } = start(endless, workplace());
  await until("stdout", "Train Epoch: 0 ");
  child.stdout!.destroy();
  const { stderr } = await ended;
  expect(stderr).not.toMatch(/EPIPE|^\s+at |failure/m);
});

onPosix.each([
  ["train", ["train", "--data", "small", "--epochs", "3", "--out", "run"]],
  ["eval", ["eval", "run"]],
])("losing the reader of stderr costs ohem %s notes, not its result", async (_, args) => {
  const cwd = workplace();
  if (args[0] === "eval") await ohem(["train", "--data", "small", "--epochs", "1", "--out", "run"], cwd);
  const { child, ended } = start(args, cwd);
  child.stderr!.destroy();
  const { code, signal, stdout } = await ended;
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(stdout).toMatch(/^Test Accuracy: 0\.\d{4}\n$/m);
});

onPosix("ohem train | head -1 prints one line and ends", async () => {
  const cwd = workplace();
  const command = `"${process.execPath}" "${join(import.meta.dirname, "../../bin/ohem.js")}" ${endless.join(" ")}`;
  const shell = spawn("sh", ["-c", `${command} 2>errors.txt | head -1`], { cwd });
  let output = "";
  shell.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  await new Promise((resolve) => shell.on("close", resolve));
  expect(output).toMatch(/^Train Epoch: 0 \[0\/640 \(0%\)\]\tLoss: \d+\.\d{6}\n$/);
  expect(readFileSync(join(cwd, "errors.txt"), "utf8")).not.toMatch(/EPIPE|^\s+at |failure/m);
});
