import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluateRun } from "../../src/index.js";
import { listing } from "../support/folder.js";
import { expectOneLine, expectRefused, ohem, ohemInShell } from "../support/run-ohem.js";
import { testCount, testLabels, writeSmallData } from "../support/small-data.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-predictions-"));

beforeAll(async () => {
  writeSmallData(cwd);
  await ohem(["train", "--data", "small", "--epochs", "3", "--out", "first"], cwd);
});
afterAll(() => rmSync(cwd, { recursive: true }));

test.each(["first", "first/model.safetensors"])("--predictions: every test example of %s", async (run) => {
  const { code, stdout } = await ohem(["eval", run, "--predictions", "of.csv", "--json"], cwd);
  expect(code).toBe(0);
  const [header, ...lines] = readFileSync(join(cwd, "of.csv"), "utf8").trimEnd().split("\n");
  expect(header).toBe("index,label,prediction,label_probability,prediction_probability,loss");
  const rows = lines.map((line) => line.split(",").map(Number));
  expect(rows.map(([index]) => index)).toEqual(Array.from({ length: testCount }, (_, index) => index));
  const labels = readFileSync(join(cwd, "small", testLabels)).subarray(8);
  expect(rows.map(([, label]) => label)).toEqual([...labels]);

  const document = JSON.parse(stdout);
  const right = rows.filter(([, label, prediction]) => label === prediction);
  expect(right.length / testCount).toBe(document.testAccuracy);
  expect(right.length).toBeLessThan(testCount);
  const losses = rows.map((row) => row[5]);
  expect(losses.reduce((sum, loss) => sum + loss) / testCount).toBeCloseTo(document.testLoss, 6);
  for (const [, label, prediction, ofLabel, ofPrediction, loss] of rows) {
    expect(ofLabel).toBeCloseTo(Math.exp(-loss), 6);
    expect(ofPrediction).toBeGreaterThan(0.1);
    if (label === prediction) expect(ofPrediction).toBe(ofLabel);
    else expect(ofPrediction + ofLabel).toBeLessThanOrEqual(1);
    if (label !== prediction) expect(ofPrediction).toBeGreaterThanOrEqual(ofLabel);
  }
});

test("an earlier file is replaced, and nothing else stays", async () => {
  mkdirSync(join(cwd, "files"));
  writeFileSync(join(cwd, "files/old.csv"), "old");
  const args = ["eval", "first", "--predictions", "files/old.csv", "--quiet"];
  expect(await ohem(args, cwd)).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(join(cwd, "files/old.csv"), "utf8")).toMatch(/^index,/);
  expect(listing(join(cwd, "files"))).toEqual(["old.csv"]);
});

test.each([
  ["no .csv file", "first", "expected the name of a .csv file, got first"],
  ["a model", "first/model.safetensors", "expected the name of a .csv file"],
  ["only an extension", ".csv", "expected the name of a .csv file"],
  ["nothing", "", 'got ""'],
  ["a folder", "folder.csv", "folder.csv: cannot be written: it exists and is not a file"],
  ["a device", "null.csv", "null.csv: cannot be written: it exists and is not a file"],
  ["in a missing folder", "none/of.csv", "none/of.csv: cannot be written: no such file or directory"],
  ["below a file", "first/config.json/of.csv", "not a directory"],
])("--predictions with %s is refused before the evaluation", async (_, file, said) => {
  mkdirSync(join(cwd, "folder.csv"), { recursive: true });
  rmSync(join(cwd, "null.csv"), { force: true });
  symlinkSync("/dev/null", join(cwd, "null.csv"));
  // No such run: the file is looked at first.
  expectRefused(await ohem(["eval", "nowhere", "--predictions", file], cwd), said);
});

test("a file that cannot be written in the end is a failure without a result", async () => {
  const args = ["eval", "first", "--predictions", "large.csv", "--quiet"];
  const { code, stdout, stderr } = await ohemInShell("ulimit -f 4", args, cwd);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expectOneLine(stderr, "large.csv: cannot be written", "file too large");
  expect(listing(cwd).filter((name) => name.includes("large.csv"))).toEqual([]);
});

test("evaluateRun returns them when asked", async () => {
  const run = join(cwd, "first");
  expect((await evaluateRun({ run })).predictions).toBeUndefined();
  const { predictions, correct, testLoss } = await evaluateRun({ run, predictions: true });
  const { labels, predictions: classes, losses, predictionLosses } = predictions!;
  expect(labels.filter((label, i) => label === classes[i])).toHaveLength(correct);
  expect(losses.reduce((sum, loss) => sum + loss, 0) / testCount).toBe(testLoss);
  expect(predictionLosses.every((loss, i) => loss >= 0 && loss <= losses[i])).toBe(true);
});
