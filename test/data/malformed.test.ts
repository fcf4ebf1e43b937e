import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { maxExamples } from "../../src/data/idx.js";
import { loadData, loadTestData } from "../../src/data/load.js";
import type { IdxFileName } from "../../src/data/manifest.js";
import { smallFolder, testImages, testLabels, trainImages, trainLabels } from "../support/data-folders.js";
import { cyclicLabels, idxHeader, imagesFile, labelsFile } from "../support/idx-bytes.js";
import { formatRefusal, refusal } from "../support/refusal.js";

const load = (changes: Partial<Record<IdxFileName, Buffer>>) => loadData(smallFolder(changes));

test("the small folder that the other tests break is valid", async () => {
  const { train, test, classes, verified } = await loadData(smallFolder());
  expect([train.count, test.count, classes, verified]).toEqual([7, 5, 3, false]);
  expect([...test.labels]).toEqual([0, 1, 2, 0, 1]);
  expect(Buffer.from(train.images)).toEqual(imagesFile(7).subarray(16));
});

describe.each([
  [trainImages, imagesFile(7), 16],
  [testLabels, labelsFile(cyclicLabels(5, 3)), 8],
] as const)("%s", (name, good, headerBytes) => {
  const lengths = Array.from({ length: good.length }, (_, n) => n).filter(
    (n) => n <= 32 || n % 97 === 0 || n > good.length - 3,
  );

  test("cut to any length", async () => {
    const folder = smallFolder({ [name]: good });
    for (const length of lengths.reverse()) {
      truncateSync(join(folder, name), length);
      const field = length < headerBytes ? "header" : "length";
      expect(await formatRefusal(loadData(folder))).toBe(`${name} ${field} ${length}`);
    }
  });

  test.each([1, 784, 1 << 20])("%i bytes too long", async (extra) => {
    const long = Buffer.concat([good, Buffer.alloc(extra)]);
    expect(await formatRefusal(load({ [name]: long }))).toBe(`${name} length ${good.length}`);
  });

  test("any changed byte of the header", async () => {
    for (let at = 0; at < headerBytes; at++) {
      for (const change of [0x01, 0x80, 0xff]) {
        const bytes = Buffer.from(good);
        bytes[at] = bytes[at] ^ change;
        const field = ["magic number 0", "(count 4|length)", "rows 8", "columns 12"][Math.floor(at / 4)];
        expect(await formatRefusal(load({ [name]: bytes }))).toMatch(new RegExp(`^${name} ${field}`));
      }
    }
  });
});

test.each([
  [
    "labels in place of images",
    { [trainImages]: labelsFile([0, 1, 2, 0, 1, 2, 0, 1, 2]) },
    `${trainImages} magic number 0`,
  ],
  ["images in place of labels", { [trainLabels]: imagesFile(7) }, `${trainLabels} magic number 0`],
  ["text", { [trainImages]: Buffer.from("<!doctype html><title>404</title>") }, `${trainImages} magic number 0`],
  ["no images", { [trainImages]: idxHeader(0x803, 0, 28, 28) }, `${trainImages} count 4`],
  ["no labels", { [trainLabels]: idxHeader(0x801, 0) }, `${trainLabels} count 4`],
  [
    "32x32 pixels",
    { [trainImages]: Buffer.concat([idxHeader(0x803, 7, 32, 32), Buffer.alloc(7168)]) },
    `${trainImages} rows 8`,
  ],
  ["fewer labels than images", { [trainLabels]: labelsFile(cyclicLabels(6, 3)) }, `${trainLabels} count 4`],
  ["more labels than images", { [testLabels]: labelsFile(cyclicLabels(6, 3)) }, `${testLabels} count 4`],
  ["only one class", { [trainLabels]: labelsFile([0, 0, 0, 0, 0, 0, 0]) }, `${trainLabels} labels`],
  ["a test label outside the classes", { [testLabels]: labelsFile([0, 1, 3, 0, 4]) }, `${testLabels} label 2 10`],
])("%s", async (_, changes, expected) => {
  expect(await formatRefusal(load(changes))).toBe(expected);
});

test.each([maxExamples + 1, 0xffff_ffff])("a header that announces %i images is refused", async (count) => {
  const error = await refusal(load({ [trainImages]: idxHeader(0x803, count, 28, 28) }));
  expect(error.message).toMatch(`count at byte 4: ${count} images, expected 1 to ${maxExamples}`);
});

test("a header that announces a million images without data allocates no memory for them", async () => {
  const before = process.memoryUsage().arrayBuffers;
  const promise = load({ [trainImages]: idxHeader(0x803, maxExamples, 28, 28) });
  expect(await formatRefusal(promise)).toBe(`${trainImages} length 16`);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e8);
});

test("256 classes are allowed: every value of a byte", async () => {
  const labels = labelsFile([0, 255, 1, 2, 3, 4, 5]);
  expect(await load({ [trainLabels]: labels })).toMatchObject({ classes: 256 });
});

test("the test split is checked against the classes of the model, and needs no training files", async () => {
  const folder = smallFolder({ [trainImages]: undefined, [trainLabels]: undefined });
  expect((await loadTestData(folder, 3)).test.count).toBe(5);
  expect(await formatRefusal(loadTestData(folder, 2))).toBe(`${testLabels} label 2 10`);
});

test("of several broken files, the error always names the first", async () => {
  const folder = smallFolder();
  for (const name of [trainImages, trainLabels, testImages, testLabels]) writeFileSync(join(folder, name), "");
  for (let i = 0; i < 20; i++) expect(await formatRefusal(loadData(folder))).toBe(`${trainImages} header 0`);
});
