import { expect, test } from "vitest";
import { loadData, loadTestData } from "../../src/data/load.js";
import { mnistFolder } from "../support/data-folders.js";

test("mnist is MNIST: counts, first labels, examples per class, mean pixel", async () => {
  const { train, test, sha256, ...rest } = await loadData("mnist");
  expect(sha256).toBe("c65580678af93f1ea48c2c0d01d543ec89307c6b8a0eb7ca542d7c18c5f4c681");
  expect(rest).toEqual({ name: "mnist", folder: mnistFolder, classes: 10, verified: true });
  expect([train.count, train.images.length, train.labels.length]).toEqual([60_000, 60_000 * 784, 60_000]);
  expect([test.count, test.images.length, test.labels.length]).toEqual([10_000, 10_000 * 784, 10_000]);
  expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  const perClass = new Array(10).fill(0);
  for (const label of train.labels) perClass[label]++;
  expect(perClass).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect(train.images.reduce((sum, pixel) => sum + pixel, 0) / train.images.length / 255).toBeCloseTo(0.1307, 4);
});

test("loadTestData gives the same test split", async () => {
  const { test } = await loadData("mnist");
  const loaded = await loadTestData("mnist", 10);
  expect(loaded).toMatchObject({ name: "mnist", folder: mnistFolder, verified: true });
  expect(loaded).not.toHaveProperty("train");
  expect(Buffer.compare(loaded.test.images, test.images)).toBe(0);
  expect(Buffer.compare(loaded.test.labels, test.labels)).toBe(0);
});

test("a folder that holds exactly MNIST is recognised", async () => {
  expect(await loadData(mnistFolder)).toMatchObject({ name: "mnist", folder: mnistFolder, verified: true });
});

test("pixels are a view of the bytes read, not a copy", async () => {
  const { images } = (await loadTestData("mnist", 10)).test;
  expect([images.byteOffset, images.buffer.byteLength]).toEqual([16, 16 + images.length]);
});
