import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const derivation = ["--train-examples", "400", "--imbalance", "4", "--label-noise", "0.2"];
const train = ["train", "--data", "small", "--epochs", "1", ...derivation];

function folderWithData(): string {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  return cwd;
}

test("the set that was derived is on stderr, in --json and in config.json; every loss sees the same", async () => {
  const cwd = folderWithData();
  const mined = await ohem([...train, "--ratio", "3", "--out", "mined", "--json"], cwd);
  const plain = await ohem([...train, "--loss", "ce", "--out", "plain", "--json"], cwd);
  const { data } = JSON.parse(mined.stdout);
  expect(data).toMatchObject({ train: expect.any(Number), test: 300, derived: { from: 640, labelNoise: 0.2 } });
  expect(mined.stderr).toContain(
    `Derived: ${data.train} of 640 training examples; a long tail of factor 4, by class ` +
      `${data.derived.perClass.join(", ")}; ${data.derived.labelsChanged} labels replaced (`,
  );
  expect(JSON.parse(plain.stdout).data).toEqual(data);
  const config = JSON.parse(readFileSync(join(cwd, "mined", "config.json"), "utf8"));
  expect(config).toMatchObject({ data, settings: { trainExamples: 400, imbalance: 4, labelNoiseKind: "symmetric" } });
});

test("ohem eval tests such a run on all test examples", async () => {
  const cwd = folderWithData();
  const run = JSON.parse((await ohem([...train, "--out", "run", "--json"], cwd)).stdout);
  const evaluation = JSON.parse((await ohem(["eval", "run", "--json"], cwd)).stdout);
  const { testAccuracy, balancedAccuracy } = run;
  expect(evaluation).toMatchObject({ testAccuracy, balancedAccuracy, examples: 300 });
});

test("ohem suspects ranks the labels that such a run was trained on, by the indices of the original set", async () => {
  const cwd = folderWithData();
  await ohem([...train, "--epochs", "2", "--out", "run"], cwd);
  const { suspects } = JSON.parse((await ohem(["suspects", "run", "--json", "--top", "640"], cwd)).stdout);
  const lines = readFileSync(join(cwd, "run", "examples.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const labels = new Map(lines.map((line) => line.split(",").slice(0, 2).map(Number) as [number, number]));
  expect(suspects.length).toBeGreaterThan(20);
  expect(suspects.map(({ index, label }: { index: number; label: number }) => [index, label])).toEqual(
    suspects.map(({ index }: { index: number }) => [index, labels.get(index)]),
  );
});

test("--dry-run says what would be derived, and the seed decides which examples", async () => {
  const cwd = folderWithData();
  const plan = async (seed: string) =>
    JSON.parse((await ohem([...train, "--dry-run", "--seed", seed], cwd)).stdout).data.derived;
  const [one, two] = [await plan("1"), await plan("2")];
  expect(one).toMatchObject({ from: 640, trainExamples: 400, perClass: expect.any(Array) });
  expect(two.sha256).not.toBe(one.sha256);
});

test.each([
  [["--label-noise", "20"], "--label-noise: expected a number >= 0 and < 1 (20% is 0.2), got 20"],
  [["--label-noise", "20%"], '--label-noise: expected a number >= 0 and < 1 (20% is 0.2), got "20%"'],
  [["--label-noise", "1"], "--label-noise: expected a number >= 0 and < 1, got 1"],
  [["--label-noise", "-0.1"], "--label-noise: expected a number >= 0 and < 1, got -0.1"],
  [
    ["--imbalance", "0.01"],
    "--imbalance: expected a number >= 1 (the last class has 0.01 of the largest with the factor",
  ],
  [["--imbalance", "1e9"], "--imbalance: no examples of class 3 would be left; a smaller factor keeps some"],
  [["--train-examples", "0"], "--train-examples: expected an integer >= 1, got 0"],
  [["--train-examples", "641"], "--train-examples: the data has 640 training examples, got 641"],
  [["--train-examples", "4"], "--train-examples: no examples of class "],
  [["--label-noise-kind", "pairs"], "--label-noise-kind: pairs goes with a share of label noise, and there is none"],
  [
    ["--label-noise", "0.1", "--label-noise-kind", "pair"],
    '--label-noise-kind: expected one of symmetric, pairs, got "',
  ],
])("%j is refused, and nothing is written", async (flags, said) => {
  const cwd = folderWithData();
  expectRefused(await ohem(["train", "--data", "small", ...flags], cwd), said);
  expect(listing(cwd)).not.toContain("runs");
});
