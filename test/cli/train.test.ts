import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { ohem } from "../support/run-ohem.js";
import { testCount, writeSmallData } from "../support/small-data.js";

/** A folder with the small data; training there takes a moment. */
function workplace(): string {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  return cwd;
}

const train = ["train", "--data", "small", "--epochs", "2", "--log-interval", "5"];

test("stdout carries the log lines and, last, the result; stderr the notes", async () => {
  const { code, stdout, stderr } = await ohem([...train, "--out", "run"], workplace());
  expect(code).toBe(0);
  const lines = stdout.split("\n");
  expect(lines.map((line) => line.replace(/[\d.]+$/, ""))).toEqual([
    "Train Epoch: 0 [0/640 (0%)]\tLoss: ",
    "Train Epoch: 0 [320/640 (50%)]\tLoss: ",
    "Train Epoch: 1 [0/640 (0%)]\tLoss: ",
    "Train Epoch: 1 [320/640 (50%)]\tLoss: ",
    "Test Accuracy: ",
    "",
  ]);
  for (const line of lines.slice(0, 4)) expect(line).toMatch(/\tLoss: \d+\.\d{6}$/);
  expect(lines[4]).toMatch(/^Test Accuracy: 0\.\d{4}$/);
  expect(stderr).toContain("wasm");
  expect(stderr).toMatch(/^epoch {2}train accuracy .*\n {4}0 .*\n {4}1 .* 0\.\d{4}$/m);
  expect(stdout + stderr).not.toContain("\x1b");
});

test("the run's folder holds what is needed, and its metrics agree with the result", async () => {
  const cwd = workplace();
  const { stdout } = await ohem([...train, "--out", "my/run"], cwd);
  const files = listing(join(cwd, "my/run"));
  expect(files).toEqual(expect.arrayContaining(["config.json", "metrics.jsonl", "model.safetensors"]));
  expect(files.filter((file) => file.startsWith("."))).toEqual([]);
  const metrics = readFileSync(join(cwd, "my/run/metrics.jsonl"), "utf8").trimEnd().split("\n");
  const events = metrics.map((line) => JSON.parse(line));
  expect(events.map(({ type }) => type)).toEqual([
    "run",
    "step",
    "step",
    "epoch",
    "checkpoint",
    "step",
    "step",
    "epoch",
    "evaluation",
    "checkpoint",
    "finished",
  ]);
  const evaluation = events.find(({ type }) => type === "evaluation");
  expect(stdout.endsWith(`Test Accuracy: ${(evaluation.correct / testCount).toFixed(4)}\n`)).toBe(true);
  expect(events[3].trainSeconds).toBeGreaterThan(0);
});

test("--json: one document on stdout and nothing else", async () => {
  const cwd = workplace();
  const { code, stdout, stderr } = await ohem([...train, "--out", "run", "--json"], cwd);
  expect(code).toBe(0);
  const document = JSON.parse(stdout);
  expect(document.testAccuracy).toBeGreaterThan(0.2);
  expect(document.epochs).toHaveLength(2);
  expect(document.epochs[0]).toMatchObject({ forwardExamples: 640, backwardExamples: 210 });
  expect(document.engine).toMatchObject({ name: "wasm", reason: expect.stringMatching(/./) });
  expect(document.data).toMatchObject({ train: 640, test: 300, classes: 10 });
  expect(document.config).toMatchObject({ loss: "ohem:ratio=3", batchSize: 64, lr: 0.001, seed: 0 });
  expect(stderr).toMatch(/^epoch {2}train accuracy .*\n {4}0 .*\n {4}1 .* 0\.\d{4}$/m);
});

test("--quiet leaves the result", async () => {
  const { code, stdout, stderr } = await ohem([...train, "--quiet"], workplace());
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Test Accuracy: 0\.\d{4}\n$/);
  expect(stderr).toBe("");
});

test("the same seed gives the same figures on any number of threads, more than there are cores too", async () => {
  const cwd = workplace();
  const [one, many] = [
    await ohem([...train, "--threads", "1", "--log-interval", "1"], cwd),
    await ohem([...train, "--threads", "16", "--log-interval", "1"], cwd),
  ];
  expect(many.code).toBe(0);
  expect(many.stdout).toBe(one.stdout);
});

test("--ratio 1000 is legal: one example of each batch is kept", async () => {
  const { code, stdout } = await ohem([...train, "--ratio", "1000", "--json"], workplace());
  expect(code).toBe(0);
  expect(JSON.parse(stdout).epochs[0]).toMatchObject({ forwardExamples: 640, backwardExamples: 10 });
});

test("--ratio 3 is the default loss, and the same as --loss ohem:ratio=3", async () => {
  const cwd = workplace();
  const outputs = [];
  for (const loss of [[], ["--ratio", "3"], ["--loss", "ohem:ratio=3"], ["--loss", "ce"]]) {
    outputs.push((await ohem([...train, ...loss], cwd)).stdout);
  }
  expect(outputs[1]).toBe(outputs[0]);
  expect(outputs[2]).toBe(outputs[0]);
  expect(outputs[3]).not.toBe(outputs[0]);
});

test("--eval-every 1 adds a line for every epoch; the result stays the last line", async () => {
  const { stdout } = await ohem([...train, "--eval-every", "1"], workplace());
  const tests = stdout.split("\n").filter((line) => line.startsWith("Test"));
  expect(tests).toEqual([
    expect.stringMatching(/^Test Epoch: 0\tAccuracy: 0\.\d{4}\tLoss: \d+\.\d{6}$/),
    expect.stringMatching(/^Test Epoch: 1\tAccuracy: 0\.\d{4}\tLoss: \d+\.\d{6}$/),
    expect.stringMatching(/^Test Accuracy: 0\.\d{4}$/),
  ]);
});

test("without --out the run lies in runs/, and runs/latest names it", async () => {
  const cwd = workplace();
  await ohem(train, cwd);
  const runs = listing(join(cwd, "runs")).filter((path) => path.endsWith("/model.safetensors"));
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatch(/^\d{4}.*ohem.*\/model\.safetensors$/);
  expect(listing(join(cwd, "runs"))).toContain("latest");
});

test("--dry-run says what would be done and writes nothing", async () => {
  const cwd = workplace();
  const before = listing(cwd);
  const { code, stdout, stderr } = await ohem([...train, "--dry-run"], cwd);
  expect(code).toBe(0);
  expect(stdout + stderr).toContain("ohem:ratio=3");
  expect(stdout).not.toContain("Train Epoch");
  expect(listing(cwd)).toEqual(before);
});
