import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

test("ohem --help names the commands", async () => {
  const { code, stdout, stderr } = await ohem(["--help"], emptyFolder());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\s+train\b/m);
  expect(stdout).toMatch(/^\s+eval\b/m);
  expect(stdout).toMatch(/^\s+suspects\b/m);
  expect(stdout).toMatch(/^\s+report\b/m);
  expect(stdout).toMatch(/^\s+predict\b/m);
});

test("ohem train --help explains every flag and shows three examples", async () => {
  const { code, stdout } = await ohem(["train", "--help"], emptyFolder());
  expect(code).toBe(0);
  const flags =
    "--ratio --loss --epochs --batch-size --lr --lr-schedule --seed --data --engine --threads --out --config " +
    "--log-interval --eval-every --json --quiet --no-bar --min-accuracy --dry-run";
  for (const flag of flags.split(" ")) expect(stdout).toMatch(new RegExp(`^\\s+(-\\w, )?${flag}\\b.*\\w{3}`, "m"));
  expect(stdout.match(/^\s+\$ node \S+ohem\.js train /gm)!.length).toBeGreaterThanOrEqual(3);
});

test("ohem eval --help", async () => {
  const { code, stdout } = await ohem(["eval", "--help"], emptyFolder());
  expect(code).toBe(0);
  for (const flag of ["--data", "--json", "--min-accuracy"]) expect(stdout).toMatch(new RegExp(`^\\s+${flag}\\b`, "m"));
});

test("help is no wider than a terminal, but for the examples, which can be copied", async () => {
  for (const args of [
    ["--help"],
    ["train", "--help"],
    ["eval", "--help"],
    ["suspects", "--help"],
    ["report", "--help"],
    ["predict", "--help"],
  ]) {
    const { stdout } = await ohem(args, emptyFolder());
    const lines = stdout.split("\n").filter((line) => !line.startsWith("  $ "));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  }
});

test.each([
  [["help"], ["--help"]],
  [
    ["help", "eval"],
    ["eval", "--help"],
  ],
  [
    ["help", "backend", "install"],
    ["backend", "install", "--help"],
  ],
  [
    ["help", "help"],
    ["help", "--help"],
  ],
])("ohem %j is ohem %j", async (words, flag) => {
  const { code, stdout, stderr } = await ohem(words, emptyFolder());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe((await ohem(flag, emptyFolder())).stdout);
});

test.each([
  [["help", "trian"], 'unknown command "trian"; did you mean train?'],
  [["help", "jsno"], 'unknown command "jsno"; did you mean json?'],
  [["help", "eval", "json"], 'eval has no command "json"'],
  [["help", "backend", "nope"], 'unknown command "nope"'],
  [["help", "train", "nope"], 'train has no command "nope"'],
])("ohem %j is refused", async (words, said) => {
  expectRefused(await ohem(words, emptyFolder()), said);
});

test("ohem help json: a table of fields each for every command with --json, within 100 columns", async () => {
  const { code, stdout } = await ohem(["help", "json"], emptyFolder());
  expect(code).toBe(0);
  for (const line of [/^ohem train --json$/m, /^confusion +list /m, /^ {2}pHolm +number or null /m])
    expect(stdout).toMatch(line);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  const [, names] = stdout.match(/where NAME is one of([\w\s,]+)\./)!;
  for (const name of names.trim().split(/,\s+/)) {
    const file = `configs/${name}-result.schema.json`;
    expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
  }
});

test("ohem help model: the net, its tensors, and how to load them, within 100 columns", async () => {
  const { code, stdout } = await ohem(["help", "model"], emptyFolder());
  expect(code).toBe(0);
  for (const said of [
    "/ 255",
    "conv2.weight [20, 10, 5, 5]: out, in, height, width",
    "import numpy",
    "net.state_dict()",
  ]) {
    expect(stdout).toContain(said);
  }
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("ohem help verdict: a page on how it is reached, with its sources, which compare --help names", async () => {
  const { code, stdout } = await ohem(["help", "verdict"], emptyFolder());
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(48);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  for (const part of ["difference", "test", "margin", "family", "looks", "power", "time", "budgets", "new images"]) {
    expect(stdout).toMatch(new RegExp(`^  ${part} +\\S`, "m"));
  }
  for (const said of ["Holm 1979", "Shaffer 1986", "Schuirmann 1987", "arXiv:2310.03722", "voids the 5%"]) {
    expect(stdout.replace(/\s+/g, " ")).toContain(said);
  }
  expect((await ohem(["compare", "--help"], emptyFolder())).stdout).toMatch(/ohem(\.js)? help verdict/);
});

test("ohem help files: every file that a run writes, and every column of examples.csv", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  await ohem(["train", "--data", "small", "--epochs", "1", "--out", "run", "--quiet"], cwd);
  const { code, stdout } = await ohem(["help", "files"], cwd);
  expect(code).toBe(0);
  const files = readdirSync(join(cwd, "run"));
  const columns = readFileSync(join(cwd, "run/examples.csv"), "utf8").split("\n", 1)[0].split(",");
  expect([files.length, columns.length]).toEqual([4, 11]);
  for (const name of [...files, ...columns]) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, "m"));
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("ohem --version prints the package's version", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  for (const command of [[], ["train"], ["predict"], ["compare", "show"]]) {
    const asked = await ohem([...command, "--version"], emptyFolder());
    expect(asked).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  }
});

test("ohem without a command is wrong usage, and shows the help", async () => {
  const { code, stdout, stderr } = await ohem([], emptyFolder());
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^\s+train\b/m);
});
