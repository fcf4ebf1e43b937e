import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { type Ended, expectRefused, ohem, typed } from "../support/run-ohem.js";
import { damage, testLabels, trainImages, trainLabels, writeSmallData } from "../support/small-data.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-eval-"));
let trained: Ended;

beforeAll(async () => {
  writeSmallData(cwd);
  trained = await ohem(["train", "--data", "small", "--epochs", "3", "--out", "first"], cwd);
});
afterAll(() => rmSync(cwd, { recursive: true }));

test.each([[[]], [["first"]], [["first/model.safetensors"]]])(
  "ohem eval %j prints the figure of the training",
  async (run) => {
    const { code, stdout } = await ohem(["eval", ...run], cwd);
    expect(code).toBe(0);
    expect(trained.stdout).toMatch(/\nTest Accuracy: 0\.\d{4}\n$/);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(trained.stdout.trimEnd().split("\n").at(-1));
  },
);

test("without a name and --quiet it says first which run it evaluates, and from when", async () => {
  const { started } = JSON.parse(readFileSync(join(cwd, "first/config.json"), "utf8"));
  const { stderr } = await ohem(["eval"], cwd, { TZ: "UTC" });
  expect(stderr.split("\n")[0]).toBe(`Latest run: first, started ${started.slice(0, 19).replace("T", " ")}`);
  expect((await ohem(["eval", "first"], cwd)).stderr).not.toContain("Latest run");
  expect((await ohem(["eval", "--quiet"], cwd)).stderr).toBe("");
});

test("the latest run that missed its gate is called so", async () => {
  const folder = emptyFolder();
  writeSmallData(folder);
  const train = ["train", "--data", "small", "--epochs", "1", "--quiet", "--min-accuracy"];
  expect((await ohem([...train, "1"], folder)).code).toBe(1);
  expect((await ohem(["eval"], folder)).stderr).toMatch(
    /^Latest run: runs.*, started .*, which missed its gate of 1\n/,
  );
  expect((await ohem([...train, "0"], folder)).code).toBe(0);
  expect((await ohem(["eval"], folder)).stderr).toMatch(/^Latest run: runs.*, started [\d :-]+\n/);
});

test("a file that is no model is called so, and a comparison's verdict finds its command", async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "README.md"), "# Some text, and more of it");
  writeFileSync(join(folder, "some.json"), '{\n  "epochs": 3\n}');
  writeFileSync(join(folder, "kept.json"), '{\n  "baseline": "ce",\n  "metric": "accuracy"\n}');
  const verdict = /kept\.json: not a model file of ohem, but a comparison: .* compare show \S*kept\.json prints it$/m;
  for (const command of ["eval", "suspects", "report"]) {
    expectRefused(await ohem([command, "README.md"], folder), /README\.md: not a model file of ohem$/m);
    expectRefused(
      await ohem([command, "some.json"], folder),
      /some\.json: not a model file of ohem, but a JSON file$/m,
    );
    expectRefused(await ohem([command, "kept.json"], folder), verdict);
  }
});

test("without a config.json the time of the model file is that of the run", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "runs/copy"), { recursive: true });
  copyFileSync(join(cwd, "first/model.safetensors"), join(folder, "runs/copy/model.safetensors"));
  utimesSync(join(folder, "runs/copy/model.safetensors"), 86400, 86400);
  writeFileSync(join(folder, "runs/latest"), "copy\n");
  const { stderr } = await ohem(["eval"], folder, { TZ: "UTC" });
  expect(stderr.split("\n")[0]).toBe("Latest run: runs/copy, started 1970-01-02 00:00:00");
});

test("--json: one document, the same accuracy to the last digit, a row for every class", async () => {
  const { code, stdout } = await ohem(["eval", "--json"], cwd);
  expect(code).toBe(0);
  const document = JSON.parse(stdout);
  const metrics = readFileSync(join(cwd, "first/metrics.jsonl"), "utf8").trimEnd().split("\n");
  const finished = JSON.parse(metrics.at(-1)!);
  expect(document.testAccuracy).toBe(finished.testAccuracy);
  expect(document.testLoss).toBe(finished.testLoss);
});

test("evaluates on other data, whose training files need not be there", async () => {
  const other = writeSmallData(cwd, "other");
  rmSync(join(other, trainImages));
  rmSync(join(other, trainLabels));
  const { code, stdout } = await ohem(["eval", "--data", "other"], cwd);
  expect(code).toBe(0);
  expect(stdout.endsWith(trained.stdout.slice(trained.stdout.lastIndexOf("Test Accuracy")))).toBe(true);
});

test("--min-accuracy is a gate", async () => {
  const failed = await ohem(["eval", "--min-accuracy", "0.9999"], cwd);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain("Test Accuracy: ");
  expect(failed.stderr).toContain("0.9999");
  expect((await ohem(["eval", "--min-accuracy", "0.1"], cwd)).code).toBe(0);
  const json = await ohem(["eval", "--json", "--min-accuracy", "0.9999"], cwd);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout).minAccuracy).toEqual({ asked: 0.9999, reached: false });
});

test("labels outside the model's classes are refused", async () => {
  damage(writeSmallData(cwd, "strange"), testLabels, (bytes) => bytes.fill(10, 8 + 42, 8 + 43));
  expectRefused(
    await ohem(["eval", "first", "--data", "strange"], cwd),
    testLabels,
    "label 42",
    "the classes of the model",
  );
});

test("no run at all", async () => {
  const nowhere = emptyFolder();
  expectRefused(await ohem(["eval"], nowhere), `${typed} train`);
  expectRefused(await ohem(["eval", "runs/none"], nowhere), "runs/none");
  expect(listing(nowhere)).toEqual([]);
});

test.each<[string, (file: string) => void]>([
  ["a truncated", (file) => truncateSync(file, 50_000)],
  ["an empty", (file) => writeFileSync(file, "")],
  ["a text", (file) => writeFileSync(file, "This is no model at all.")],
  [
    "a damaged",
    (file) =>
      damage(join(file, ".."), "model.safetensors", (bytes) => bytes.fill(0x55, bytes.length - 99, bytes.length - 95)),
  ],
  ["a foreign", (file) => writeFileSync(file, foreignModel())],
])("%s model file is refused", async (_, change) => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "copy"));
  const file = join(folder, "copy/model.safetensors");
  for (const name of ["config.json", "metrics.jsonl", "model.safetensors"]) {
    writeFileSync(join(folder, "copy", name), readFileSync(join(cwd, "first", name)));
  }
  change(file);
  expectRefused(await ohem(["eval", "copy"], folder), "model.safetensors");
});

/** A valid safetensors file from another program: one tensor of two numbers. */
function foreignModel(): Buffer {
  const header = Buffer.from(JSON.stringify({ weight: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(8)]);
}
