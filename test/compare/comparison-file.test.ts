import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readComparisonFile } from "../../src/compare/comparison-file.js";
import { verdict } from "../../src/compare/verdict.js";
import { emptyFolder } from "../support/folder.js";
import { formatRefusal, refusal } from "../support/refusal.js";
import { simulateTrials } from "../support/simulated-trials.js";

const contestants = [
  { loss: "ce" },
  { loss: "ohem:ratio=3", share: 1 / 3 },
  { loss: "random:keep=0.333", share: 1 / 3, diverges: [0, 1, 2] },
];
const comparison = verdict(simulateTrials({ contestants, seeds: [0, 1, 2] }), { target: 0.98 });

function fileOf(content: unknown): string {
  const file = join(emptyFolder(), "comparison.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("a verdict is read as it was written", async () => {
  expect(await readComparisonFile(fileOf(comparison))).toEqual(comparison);
  const open = verdict(simulateTrials({ contestants, seeds: [0, 1] }), { untilDecided: true });
  expect(await readComparisonFile(fileOf(open))).toEqual(open);
});

test("one of an early version is complete, and no training of it is known to have collapsed", async () => {
  const { missingTrials: _, contestants, ...early } = comparison;
  const counted = contestants.map(({ collapsed: __, ...contestant }) => contestant);
  expect(await readComparisonFile(fileOf({ ...early, contestants: counted }))).toEqual(comparison);
});

test("those that come with the package are read", async () => {
  const folder = "data/comparisons";
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files)
    expect((await readComparisonFile(join(folder, name))).contestants.length).toBeGreaterThan(1);
});

test.each([
  [{ ...comparison, margin: "0.1" }, "comparison.json margin", 'expected number, got "0.1"'],
  [{ ...comparison, contestants: comparison.contestants.slice(0, 1) }, "comparison.json contestants", "expected >=2"],
  [{ ...comparison, extra: 1 }, "comparison.json extra", "unknown key extra"],
  [{ ...comparison, alpha: 1.5 }, "comparison.json alpha", "expected <=1, got 1.5"],
  [5, "comparison.json comparison", "expected Object, got 5"],
])("what is no verdict is refused by its field", async (content, place, problem) => {
  expect(await formatRefusal(readComparisonFile(fileOf(content)))).toBe(place);
  expect((await refusal(readComparisonFile(fileOf(content)))).message).toContain(problem);
});
