import { expect, test } from "vitest";
import { emptyFolder } from "../../support/folder.js";
import { fuzzIdxFiles, mutateGzip, mutateIdx } from "../../support/mutation/idx-files.js";

/** OHEM_FUZZ sets the number of mutants, OHEM_FUZZ_SEED the seed. */
const runs = Number(process.env.OHEM_FUZZ ?? 20_000);
const seed = Number(process.env.OHEM_FUZZ_SEED ?? 2);

test.each([
  ["plain", mutateIdx],
  ["gzip-compressed", mutateGzip],
] as const)(`${runs} mutants of %s IDX files`, { timeout: 1e9 }, async (_, mutate) => {
  const { accepted, refused } = await fuzzIdxFiles(emptyFolder(), mutate, runs, seed);
  expect(accepted + refused).toBe(runs);
});
