import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { fuzzIdxFiles, mutateGzip, mutateIdx } from "../support/mutation/idx-files.js";

test.each([
  ["plain", mutateIdx, 10_000],
  ["gzip-compressed", mutateGzip, 2_000],
] as const)("mutants of %s IDX files", async (_, mutate, runs) => {
  const { accepted, refused } = await fuzzIdxFiles(emptyFolder(), mutate, runs, 1);
  expect(accepted + refused).toBe(runs);
  expect(accepted).toBeGreaterThan(runs / 50);
  expect(refused).toBeGreaterThan(runs / 2);
});
