import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-export-"));

beforeAll(async () => {
  writeSmallData(cwd);
  await ohem(["train", "--data", "small", "--epochs", "1", "--out", "first", "--quiet"], cwd);
});
afterAll(() => rmSync(cwd, { recursive: true }));

test("without a name it exports the latest run, and says which that is", async () => {
  const { code, stdout, stderr } = await ohem(["export", "--to", "onnx", "--out", "digits.onnx", "--softmax"], cwd);
  expect([code, stdout]).toEqual([0, "Wrote digits.onnx\n"]);
  expect(stderr.split("\n")).toEqual([
    expect.stringMatching(/^Latest run: first, started /),
    expect.stringMatching(/^Model: first[/\\]model\.safetensors \(ohem:ratio=3, 10 steps\)$/),
    "",
  ]);
  expect(readFileSync(join(cwd, "digits.onnx")).includes("probabilities")).toBe(true);
});

test("a named run or model file, into a folder or a file", async () => {
  const web = await ohem(["export", "first", "--to", "tfjs", "--out", "web"], cwd);
  expect([web.code, web.stdout]).toEqual([0, "Wrote web\n"]);
  expect(listing(join(cwd, "web"))).toEqual(["model.json", "weights.bin"]);
  const file = await ohem(["export", "first/model.safetensors", "--to", "safetensors", "--out", "p.safetensors"], cwd);
  expect([file.code, file.stdout]).toEqual([0, "Wrote p.safetensors\n"]);
  expectRefused(await ohem(["eval", "p.safetensors"], cwd), "only the parameters, as ohem export writes them");
});

test("wrong usage is refused, and nothing is written", async () => {
  const before = listing(cwd);
  const refused = async (text: string, ...args: readonly string[]) => {
    expectRefused(await ohem(["export", "first", ...args], cwd), text);
  };
  await refused("required option '--out <path>' not specified; see ", "--to", "onnx");
  await refused("required option '--to <format>' not specified", "--out", "x");
  await refused('unknown format "tjfs"; did you mean tfjs?', "--to", "tjfs", "--out", "x");
  await refused("first: already exists; choose another name", "--to", "tfjs", "--out", "first");
  await refused("there is no folder ", "--to", "onnx", "--out", "none/x");
  await refused("holds only parameters", "--to", "safetensors", "--out", "x", "--softmax");
  expect(listing(cwd)).toEqual(before);
  const nowhere = emptyFolder();
  expectRefused(await ohem(["export", "--to", "onnx", "--out", "x"], nowhere), "no run has finished here yet");
  expect(listing(nowhere)).toEqual([]);
});

test("the help has ten lines of PyTorch", async () => {
  const { stdout } = await ohem(["export", "--help"], cwd);
  expect(stdout).toMatch(/^ +from collections import OrderedDict\n(?:.*\n){7} +net\.load_state_dict\(load_file/m);
});
