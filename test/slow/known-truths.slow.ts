import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { compare } from "../../src/compare/compare.js";
import type { Comparison } from "../../src/compare/comparison.js";
import type { CompareOptions } from "../../src/compare/options.js";

/** Differences on MNIST that are known from other trainings: a comparison of a usual size must show them. */
const top = mkdtempSync(join(tmpdir(), "ohem-known-truths-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function verdictsOf(name: string, specs: readonly string[], options: CompareOptions) {
  let found: Comparison | undefined;
  for await (const event of compare(specs, { ...options, out: join(top, name) })) {
    if (event.type === "finished") found = event.comparison;
  }
  const others = found!.contestants.slice(1);
  const lines = others.map(({ name, difference, interval, verdict }) => {
    const [low, high] = interval!.map((end) => (100 * end).toFixed(2));
    return `${name}: ${(100 * difference!).toFixed(2)} points (${low}, ${high}), ${verdict}`;
  });
  console.log(`${name}: ${lines.join("; ")}`);
  return others.map(({ verdict }) => verdict);
}

test("after one epoch mining the hardest third is better, and random selection of a third is worse", async () => {
  const options = { settings: { epochs: 1 }, seeds: 20 };
  expect(await verdictsOf("one epoch", ["ce", "ohem:ratio=3"], options)).toEqual(["better", "worse"]);
});

test("with half of the labels wrong mining is worse", async () => {
  const options = { settings: { epochs: 2, labelNoise: 0.5 }, seeds: 6, controls: false };
  expect(await verdictsOf("wrong labels", ["ce", "ohem:ratio=3"], options)).toEqual(["worse"]);
});
