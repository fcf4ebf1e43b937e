import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-report-"));
const train = ["train", "--data", "small", "--epochs", "2"];

beforeAll(async () => {
  writeSmallData(cwd);
  await ohem([...train, "--out", "runs/first"], cwd);
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true }));

test("ohem report writes the page of the latest run into its folder", async () => {
  const { code, stdout, stderr } = await ohem(["report"], cwd);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Wrote \S+report\.html \(\d+ kB\)\n$/) });
  expect(stderr).toMatch(/^Latest run: runs.first, started /);
  expect(readFileSync(join(cwd, "runs/first/report.html"), "utf8")).toContain("first: ohem:ratio=3 on ");
});

test("--out and --svg", async () => {
  const { code, stdout } = await ohem(["report", "first", "--out", "page.html", "--svg", "plots"], cwd);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Wrote page\.html \(\d+ kB\)\nWrote 5 plots to plots\n$/);
  expect(readdirSync(join(cwd, "plots"))).toHaveLength(5);
});

test("train --report writes it at the end; stdout has the result, and a gate that fails comes after it", async () => {
  const args = [...train, "--out", "second", "--report", "--min-accuracy", "1"];
  const { code, stdout, stderr } = await ohem(args, cwd);
  expect(code).toBe(1);
  expect(stdout).toMatch(/Test Accuracy: 0\.\d{4}\n$/);
  expect(stderr).toMatch(/Wrote second.report\.html \(\d+ kB\)\n/);
  expect(existsSync(join(cwd, "second/report.html"))).toBe(true);
});

test.each<[string[], ...string[]]>([
  [["none"], "none: no such run"],
  [["first", "--out", "model"], "--out: expected the name of an .html file, got "],
  [["first", "--out", "none/page.html"], "--out: ", "cannot be written"],
  [["first", "--svg", "runs/first/config.json"], "--svg: "],
  [["first", "--data", "mnist"], "--data: mnist is not the data that the run was trained on"],
])("refused: ohem report %j", async (args, ...says) => {
  expectRefused(await ohem(["report", ...args], cwd), ...says);
});
