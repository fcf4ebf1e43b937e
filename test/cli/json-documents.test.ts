import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { documents } from "../../src/report/documents/documents.js";
import { addBackend, machine } from "../support/machine.js";
import { ohem, start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-json-"));
beforeAll(() => {
  writeSmallData(cwd);
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** What is wrong with a document, by the file that users get; it allows no field that it does not name. */
function problems(name: keyof typeof documents, document: unknown) {
  const file = new URL(`../../configs/${name}-result.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  validate(document);
  return validate.errors ?? [];
}

const train = ["train", "--data", "small", "--json", "--quiet"];

test.each([
  ["of two epochs", ["--epochs", "2", "--out", "first"], 0],
  ["that misses --min-accuracy", ["--epochs", "1", "--min-accuracy", "0.9999"], 1],
  ["that reaches it", ["--epochs", "1", "--min-accuracy", "0"], 0],
  ["evaluated after each epoch", ["--epochs", "3", "--eval-every", "1"], 0],
  ["on all examples, with a learning rate's schedule", ["--epochs", "1", "--loss", "ce", "--lr-schedule", "linear"], 0],
  ["with a warm-up", ["--epochs", "3", "--warmup-epochs", "1", "--anneal-epochs", "1"], 0],
  ["with kept fractions by accuracy", ["--epochs", "2", "--keep-at", "0.3=0.5"], 0],
  ["that selects nothing", ["--epochs", "1", "--loss", "threshold:probability=1e-30,min=0"], 0],
])("a training %s prints what its JSON Schema says", async (_, flags, exitCode) => {
  const { code, stdout, stderr } = await ohem([...train, ...flags], cwd);
  expect(code, stderr).toBe(exitCode);
  expect(problems("train", JSON.parse(stdout))).toEqual([]);
});

test("a training that is stopped prints nothing", async () => {
  const { child, until, ended } = start(["train", "--data", "small", "--json", "--epochs", "100000"], cwd);
  await until("stderr", "\n    1 ");
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130, stdout: "" });
});

test("a resumed training prints what its JSON Schema says", async () => {
  await ohem([...train, "--epochs", "1", "--out", "short"], cwd);
  const { code, stdout } = await ohem(["train", "--resume", "short", "--extend-epochs", "1", "--json", "--quiet"], cwd);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).resumedAt).toBe(10);
  expect(problems("train", JSON.parse(stdout))).toEqual([]);
});

test.each([
  ["a run", ["first"], 0],
  ["a model file", ["first/model.safetensors"], 0],
  ["a run, with a gate that it misses", ["first", "--min-accuracy", "0.9999"], 1],
  ["a run on one thread, with a gate that it reaches", ["first", "--threads", "1", "--min-accuracy", "0"], 0],
])("an evaluation of %s prints what its JSON Schema says", async (_, args, exitCode) => {
  const { code, stdout, stderr } = await ohem(["eval", ...args, "--json", "--quiet"], cwd);
  expect(code, stderr).toBe(exitCode);
  expect(problems("eval", JSON.parse(stdout))).toEqual([]);
});

test("a field that the JSON Schema does not name is an error", async () => {
  const { stdout } = await ohem(["eval", "first", "--json", "--quiet"], cwd);
  expect(problems("eval", { ...JSON.parse(stdout), more: 1 })).toMatchObject([{ keyword: "additionalProperties" }]);
});

test("predictions print what their JSON Schema says", async () => {
  writeFileSync(join(cwd, "seven.pgm"), "P2 4 6 9 9 9 9 9 9 0 0 9 9 9 0 9 9 9 0 9 9 0 9 9 9 9 9 9");
  const files = ["seven.pgm", "small/t10k-images-idx3-ubyte", "none.png"];
  const { code, stdout } = await ohem(["predict", "--json", "--top", "2", "--run", "first", ...files], cwd);
  expect(code).toBe(2);
  expect(JSON.parse(stdout).predictions).toHaveLength(301);
  expect(problems("predict", JSON.parse(stdout))).toEqual([]);
});

test("a comparison prints what its JSON Schema says, and so does comparison.json", async () => {
  const compare = ["compare", "ce", "ohem:ratio=3", "--data", "small", "--epochs", "2", "--target", "0.5"];
  const { code, stdout, stderr } = await ohem([...compare, "--seeds", "2", "--out", "both", "--json", "--quiet"], cwd);
  expect(code, stderr).toBe(0);
  expect(problems("compare", JSON.parse(stdout))).toEqual([]);
  expect(problems("compare", JSON.parse(readFileSync(join(cwd, "both/comparison.json"), "utf8")))).toEqual([]);
  const other = await ohem(["compare", "show", "both", "--json", "--baseline", "ohem:ratio=3"], cwd);
  expect(problems("compare", JSON.parse(other.stdout))).toEqual([]);
  expect(other.stderr).toContain("holds for the metric, margin and baseline chosen before training");
  expect((await ohem(["compare", "show", "both"], cwd)).stderr).toBe("");
});

test("the plan of a comparison prints what its JSON Schema says", async () => {
  const compare = ["compare", "ce", "ohem:ratio=3", "--data", "small", "--epochs", "2", "--dry-run", "--json"];
  const plan = async (...flags: string[]) => JSON.parse((await ohem([...compare, ...flags], cwd)).stdout);
  const fresh = await plan("--seeds", "2", "--out", "planned");
  expect(problems("plan", fresh)).toEqual([]);
  expect(fresh).toMatchObject({ seeds: [0, 1], trials: 6, done: 0, shard: null, furtherLook: null, mostSeeds: null });
  const further = await plan("--seeds", "3", "--target", "0.5", "--out", "both");
  expect(problems("plan", further)).toEqual([]);
  expect(further).toMatchObject({ done: 6, furtherLook: { before: [2] } });
  expect(problems("plan", await plan("--shard", "1/2", "--out", "part"))).toEqual([]);
  expect(problems("plan", await plan("--until-decided", "--out", "open"))).toEqual([]);
});

test.each<[keyof typeof documents, readonly string[]]>([
  ["suspects", ["suspects", "first", "--top", "5"]],
  ["losses", ["losses"]],
  ["losses", ["losses", "ohem"]],
  ["data", ["data"]],
])("the JSON Schema of %s says what %j prints", async (name, command) => {
  const { code, stdout, stderr } = await ohem([...command, "--json"], cwd);
  expect(code, stderr).toBe(0);
  expect(problems(name, JSON.parse(stdout))).toEqual([]);
});

test("doctor and backend list print what their JSON Schemas say", async () => {
  const { cwd, home, variables } = machine();
  const json = async (...command: string[]) => JSON.parse((await ohem([...command, "--json"], cwd, variables)).stdout);
  expect(problems("doctor", await json("doctor"))).toEqual([]);
  addBackend(home, "whole");
  mkdirSync(join(home, "tensorflow", "broken"));
  const backends = await json("backend", "list");
  expect(backends).toHaveLength(2);
  expect(problems("backends", backends)).toEqual([]);
});
