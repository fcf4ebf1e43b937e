import { expect, test } from "vitest";
import type { DataInMemory } from "../../src/data/in-memory.js";
import { openInMemory, placeInMemory, wasInMemory } from "../../src/data/in-memory.js";
import { loadData } from "../../src/data/load.js";
import { SettingError } from "../../src/errors/errors.js";
import { emptyFolder } from "../support/folder.js";
import { writeSmallData } from "../support/small-data.js";

test("data has one digest, in files and in memory", async () => {
  const loaded = await loadData(writeSmallData(emptyFolder()));
  const { train, test: testData, sha256, classes } = loaded;
  const opened = openInMemory({ train, test: testData, name: "mine" });
  expect(opened).toMatchObject({ sha256, classes, name: "mine", verified: false, train, test: testData });
  expect(placeInMemory(opened)).toBe("memory:mine");
  expect(wasInMemory("memory:mine")).toBe(true);
  const changed = Uint8Array.from(train.images);
  changed[changed.length - 1] ^= 1;
  expect(openInMemory({ train: { ...train, images: changed }, test: testData }).sha256).not.toBe(sha256);
});

test("a known set is recognised, whatever it is called", async () => {
  const { train, test: testData, sha256 } = await loadData("mnist");
  const opened = openInMemory({ train, test: testData, name: "mine" });
  expect(opened).toMatchObject({ sha256, name: "mnist", verified: true });
  expect(placeInMemory(opened)).toBe("mnist");
});

function split(labels: readonly number[]) {
  return { images: new Uint8Array(784 * labels.length), labels: Uint8Array.from(labels), count: labels.length };
}

test("classes that have no training example can be named", () => {
  expect(openInMemory({ train: split([0, 1]), test: split([1]) }).classes).toBe(2);
  expect(openInMemory({ train: split([0, 1]), test: split([2]), classes: 3 }).classes).toBe(3);
});

test.each<[unknown, string]>([
  [undefined, "data takes { train, test, classes, name, classNames,"],
  [{ train: split([0, 1]), test: split([0]), classes: 2, lables: [] }, 'data has no option "lables"'],
  [{ train: split([0, 1]) }, "data.test: expected { images, labels, count }, as loadData returns them"],
  [{ train: { ...split([0, 1]), count: 3 }, test: split([0]) }, "data.train.images: expected a Uint8Array [3, 28, 28]"],
  [{ train: { ...split([0, 1]), labels: [0, 1] }, test: split([0]) }, "data.train.labels: expected a Uint8Array [2]"],
  [{ train: split([0, 1]), test: split([0, 2]) }, "data.test.labels: label 1 is 2, expected 0 to 1"],
  [{ train: split([0, 5]), test: split([0]), classes: 5 }, "data.train.labels: label 1 is 5, expected 0 to 4"],
  [{ train: split([]), test: split([0]) }, "data.train.count: expected the number of examples, at least 1, got 0"],
  [
    { train: split([0, 1]), test: split([0]), classes: 300 },
    "data.classes: expected an integer from 2 to 256, got 300",
  ],
  [{ train: split([0, 1]), test: split([0]), name: "" }, "data.name: expected a non-empty text"],
  [{ train: split([0, 1]), test: split([0]), classNames: ["a"] }, "data.classNames: expected 2 names, one a class"],
])("%j is refused", (data, says) => {
  expect(() => openInMemory(data as DataInMemory)).toThrow(says);
});

test("the error names the array as the setting", () => {
  const data = { train: { ...split([0, 1]), labels: new Uint8Array(3) }, test: split([0]) };
  expect(() => openInMemory(data)).toThrow(SettingError);
});
