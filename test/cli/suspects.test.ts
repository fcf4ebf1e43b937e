import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { suspects } from "../../src/run/suspects.js";
import { type Forgery, forge } from "../support/forge.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { damage, trainLabels, writeSmallData } from "../support/small-data.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-suspects-"));
/** Examples whose labels were set to the next class. */
const flipped = [10, 200, 333];
const train = (out: string, epochs: number) =>
  ohem(["train", "--loss", "ce", "--data", "small", "--epochs", String(epochs), "--lr", "0.003", "--out", out], cwd);

beforeAll(async () => {
  const data = writeSmallData(cwd);
  damage(data, trainLabels, (bytes) => {
    for (const index of flipped) bytes[8 + index] = (bytes[8 + index] + 1) % 10;
    return bytes;
  });
  await train("one", 1);
  await train("first", 8);
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true }));

test("lists the examples of the latest run to look at first, best first", async () => {
  const { code, stdout, stderr } = await ohem(["suspects", "--top", "12"], cwd);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Latest run: first, started .*\nModel: .*\nLedger: epochs 1 to 7, 640 training examples of /);
  const rows = stdout.split("\n");
  expect(rows[0]).toBe("index  label  predicted  share  mean loss  times selected");
  const indices = rows.slice(1, 13).map((row) => Number(row.trim().split(/ +/)[0]));
  expect(indices).toEqual(expect.arrayContaining(flipped));
  expect(stdout).toMatch(/\nLook at these 12 examples first: .*\n$/);
});

test("--json and --csv have what the library returns", async () => {
  const found = await suspects({ run: join(cwd, "first"), top: 5 });
  const json = JSON.parse((await ohem(["suspects", "first", "--json", "--top", "5"], cwd)).stdout);
  expect(json.suspects).toEqual(found.suspects.map(({ example: _, ...suspect }) => suspect));
  const { stdout } = await ohem(["suspects", "first", "--csv", "--top", "5"], cwd);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.map((line) => line.split(",")[0])).toEqual(["index", ...found.suspects.map(({ index }) => `${index}`)]);
  for (const { share, meanLoss, score } of found.suspects) expect(score).toBe(share * meanLoss);
  const csv = readFileSync(join(cwd, "first/examples.csv"), "utf8").split("\n");
  const [{ index, label, meanLoss }] = found.suspects;
  expect(csv[index + 1]).toMatch(`${index},${label},${label},`);
  expect(csv[index + 1]).toContain(`,7,${Number(meanLoss.toPrecision(7))},`);
});

test("--show says that it draws only on a terminal, and the list is there", async () => {
  const { code, stdout, stderr } = await ohem(["suspects", "first", "--show"], cwd);
  expect(code).toBe(0);
  expect(stderr).toContain("Note: --show draws only on a terminal.\n");
  expect(stdout).toContain("Look at these");
  expect(stdout).not.toContain("▀");
});

test.each([
  [["--top", "0"], "--top: expected an integer from 1"],
  [["--top", "x"], "--top: expected an integer from 1"],
  [["--csv", "--json"], "cannot be used with"],
  [["--show", "--json"], "cannot be used with"],
  [["first", "--data", "small2"], "small2"],
  [["first", "--data", "mnist"], "--data: mnist is not the data that the run was trained on; name its own"],
  [["one"], /at least 2 whole epochs; this one has done 1 \(of 1\)/],
  [["none"], "none: no such run"],
])("refused: ohem suspects %j", async (args, says) => {
  expectRefused(await ohem(["suspects", ...args], cwd), says);
});

test("the library refuses an illegal number", async () => {
  await expect(suspects({ run: join(cwd, "first"), top: 0.5 })).rejects.toThrow(
    "top: expected an integer >= 1, got 0.5",
  );
});

test("a model of a version that kept no ledger is refused", async () => {
  const early = ({ tensors }: Forgery) => {
    for (const name of ["presentations", "loss_sum", "times_predicted", "forgettings"]) {
      tensors.delete(`examples.${name}`);
    }
  };
  writeFileSync(join(cwd, "early"), forge(readFileSync(join(cwd, "first/model.safetensors")), early));
  expectRefused(await ohem(["suspects", "early"], cwd), "did not keep it yet; train again, or extend the run");
});

test("without its data folder a run is refused, and --data names the new place", async () => {
  renameSync(join(cwd, "small"), join(cwd, "moved"));
  try {
    expectRefused(
      await ohem(["suspects", "first"], cwd),
      "--data: ",
      "which no longer exists; if the folder has moved",
    );
    copyFileSync(join(cwd, "first/model.safetensors"), join(cwd, "model"));
    expect(await ohem(["suspects", "model", "--data", "moved"], cwd)).toMatchObject({ code: 0 });
  } finally {
    renameSync(join(cwd, "moved"), join(cwd, "small"));
  }
});
