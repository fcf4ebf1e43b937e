import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { loadData, loadTestData } from "../../src/data/load.js";
import { knownSets } from "../../src/data/manifest.js";

/** Requires Debian's package dataset-fashion-mnist. Without it the test is skipped, or fails with OHEM_SLOW_TESTS=1. */
const { folder } = knownSets().get("fashion-mnist")!;
const required = process.env.OHEM_SLOW_TESTS === "1";

test.skipIf(!required && !existsSync(folder.path))("Fashion-MNIST loads by name and from its folder", async () => {
  for (const nameOrFolder of ["fashion-mnist", folder.path]) {
    const { train, test, ...rest } = await loadData(nameOrFolder);
    expect(rest).toMatchObject({ name: "fashion-mnist", folder: folder.path, classes: 10, verified: true });
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    expect([...train.labels.subarray(0, 10)]).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    // Every class is equally frequent in both splits.
    for (const { labels, count } of [train, test]) {
      for (let label = 0; label < 10; label++) expect(labels.filter((l) => l === label).length).toBe(count / 10);
    }
  }
  expect((await loadTestData("fashion-mnist", 10)).test.count).toBe(10_000);
});
