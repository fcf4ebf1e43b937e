import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { loadData, loadTestData } from "../../src/data/load.js";
import { absoluteData, isInPlace } from "../../src/data/locate.js";
import { emptyFolder } from "../support/folder.js";
import { cyclicLabels, imagesFile, labelsFile } from "../support/idx-bytes.js";
import { refusal } from "../support/refusal.js";

/** Writes a split under EMNIST's own names, its files compressed as there; letters are labelled 1 to 26. */
function writeSplit(folder: string, split: string, first = 0): void {
  const labels = (count: number) => labelsFile(cyclicLabels(count, 3).map((label) => label + first));
  const files = {
    "train-images-idx3-ubyte": imagesFile(7),
    "train-labels-idx1-ubyte": labels(7),
    "test-images-idx3-ubyte": imagesFile(5),
    "test-labels-idx1-ubyte": labels(5),
  };
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, `emnist-${split}-${name}.gz`), gzipSync(bytes));
  }
}

function folderOf(...splits: readonly string[]): string {
  const folder = emptyFolder();
  for (const split of splits) writeSplit(folder, split, split === "letters" ? 1 : 0);
  return folder;
}

test("a folder with one split of EMNIST: says that its images are transposed", async () => {
  const folder = folderOf("digits");
  const { train, test, ...rest } = await loadData(folder);
  expect([train.count, test.count]).toEqual([7, 5]);
  const remark = "EMNIST's images are transposed, with rows as columns, and are used as they are";
  expect(rest).toMatchObject({ name: folder, folder, verified: false, classes: 3, remark });
  expect(await loadTestData(folder, 3)).toMatchObject({ remark });
});

test("EMNIST's letters are labelled from 1: class 0 is there and empty, and that is said", async () => {
  const { classes, train, remark } = await loadData(folderOf("letters"));
  expect(classes).toBe(4);
  expect([...train.labels]).toEqual([1, 2, 3, 1, 2, 3, 1]);
  expect(remark).toMatch(/; its letters are the classes 1 to 26, class 0 is empty$/);
});

test("a folder with several splits: one is named as if it were a folder", async () => {
  const folder = folderOf("digits", "letters");
  expect((await refusal(loadData(folder))).message).toBe(
    `${folder}: several splits of EMNIST (digits, letters); name one, as in ${join(folder, "emnist-digits")}`,
  );
  const letters = join(folder, "emnist-letters");
  expect(await loadData(letters)).toMatchObject({ name: letters, folder, classes: 4 });
  expect([isInPlace(letters), isInPlace(join(folder, "emnist-balanced"))]).toEqual([true, false]);
  expect(absoluteData(letters)).toBe(letters);
  expect((await refusal(loadData(join(folder, "emnist-balanced")))).message).toContain("no such file or directory");
});

test("a folder of that name is a folder", async () => {
  const folder = folderOf("digits");
  const inner = join(folder, "emnist-digits");
  mkdirSync(inner);
  expect((await refusal(loadData(inner))).message).toContain(`${inner}: no train-images-idx3-ubyte, `);
});

test("a missing file has EMNIST's name in the refusal", async () => {
  const folder = folderOf("digits");
  renameSync(join(folder, "emnist-digits-test-labels-idx1-ubyte.gz"), join(folder, "elsewhere"));
  expect((await refusal(loadData(folder))).message).toBe(
    `${folder}: no emnist-digits-test-labels-idx1-ubyte; expected IDX files, plain or .gz`,
  );
});

test("files with the usual names come first, and need no remark", async () => {
  const folder = folderOf("digits");
  writeFileSync(join(folder, "train-images-idx3-ubyte"), imagesFile(7));
  expect((await refusal(loadData(folder))).message).toContain(": no train-labels-idx1-ubyte, t10k-images-idx3-ubyte");
});
