import { beforeAll, expect, test } from "vitest";
import { headerOf } from "../support/forge.js";
import { modelBytes } from "../support/model-bytes.js";
import { fuzzModelFiles, requireRefused } from "../support/mutation/model-files.js";

let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await modelBytes();
});

test("5,000 mutations of a model file are refused, each with a typed error", () => {
  const { unchanged, refused, tensorsAccepted } = fuzzModelFiles(bytes, 5000, 1);
  expect(unchanged + refused).toBe(5000);
  expect(unchanged).toBeLessThan(300);
  // The others show that the mutations do reach what is behind the format's rules: the digests.
  expect(tensorsAccepted).toBeGreaterThan(500);
});

test("a model file that ends early is refused, wherever it ends", () => {
  const header = headerOf(bytes).length;
  for (let length = 0; length < bytes.length; length += length < header + 64 || length > bytes.length - 64 ? 1 : 61) {
    requireRefused(bytes.subarray(0, length), `a file of ${length} bytes`);
  }
});

test("one changed bit is noticed in every byte of the header, and anywhere in the tensors", () => {
  const header = headerOf(bytes).length;
  const mutated = bytes.slice();
  for (let index = 0; index < bytes.length; index += index < header ? 1 : 73) {
    const bit = 1 << (index % 8);
    mutated[index] ^= bit;
    requireRefused(mutated, `bit ${index % 8} of byte ${index}`);
    mutated[index] ^= bit;
  }
});
