import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import * as small from "../support/small-data.js";

const { damage, trainImages, trainLabels, testImages, testLabels } = small;

type Case = [name: string, change: (folder: string) => void, ...says: (string | RegExp)[]];

test.each<Case>([
  ["without files", (folder) => rmSync(join(folder, trainImages)), trainImages, "IDX"],
  [
    "with a truncated file",
    (folder) => damage(folder, trainImages, (bytes) => bytes.subarray(0, 100_000)),
    trainImages,
    "cut short",
    "at byte 100000",
  ],
  ["with an empty file", (folder) => damage(folder, testLabels, () => Buffer.alloc(0)), testLabels, "header"],
  [
    "with an oversized file",
    (folder) => damage(folder, trainLabels, (bytes) => Buffer.concat([bytes, Buffer.from("more")])),
    trainLabels,
    "after the last example",
  ],
  [
    "with a flipped bit in the magic number",
    (folder) => damage(folder, testImages, flip(3, 4)),
    testImages,
    "magic number",
    "0x00000803",
  ],
  ["with a flipped bit in the count", (folder) => damage(folder, testImages, flip(7, 1)), testImages, "length"],
  ["with an absurd count", (folder) => damage(folder, trainImages, flip(4, 128)), trainImages, "count"],
  ["with other image sizes", (folder) => damage(folder, trainImages, flip(11, 4)), trainImages, "rows", "28"],
  [
    "with unequal counts",
    (folder) =>
      damage(folder, trainLabels, (bytes) => {
        bytes.writeUInt32BE(small.trainCount - 1, 4);
        return bytes.subarray(0, -1);
      }),
    trainLabels,
    "639",
    "640",
  ],
  [
    "with a test label outside the classes",
    (folder) => damage(folder, testLabels, (bytes) => bytes.fill(10, 8 + 42, 8 + 43)),
    testLabels,
    "label 42",
    "0 to 9",
  ],
  ["with one class", (folder) => damage(folder, trainLabels, (bytes) => bytes.fill(0, 8)), trainLabels, "classes"],
  [
    "with damaged gzip",
    (folder) => {
      small.writeGzip(folder, trainLabels, readFileSync(join(folder, trainLabels)));
      rmSync(join(folder, trainLabels));
      damage(folder, `${trainLabels}.gz`, flip(40, 1));
    },
    `${trainLabels}.gz`,
  ],
  [
    "with a gzip bomb",
    (folder) => {
      rmSync(join(folder, testLabels));
      const header = Buffer.from([0, 0, 8, 1, 0, 0, 1, 44]);
      small.writeGzip(folder, testLabels, Buffer.concat([header, Buffer.alloc(200e6)]));
    },
    `${testLabels}.gz`,
  ],
])("a data folder %s is refused, and nothing is written", async (_, change, ...says) => {
  const cwd = emptyFolder();
  change(small.writeSmallData(cwd));
  const before = listing(cwd);
  expectRefused(await ohem(["train", "--data", "small"], cwd), ...says);
  expect(listing(cwd)).toEqual(before);
});

test.skipIf(process.platform === "win32")("a file in a data folder's place", async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, "digits"), "");
  expectRefused(await ohem(["train", "--data", "digits"], cwd), 'data folder "digits": not a folder; expected');
});

test.each([
  ["mnits", "mnist"],
  ["./nowhere", "no such file"],
])("data set %s is refused", async (data, said) => {
  const cwd = emptyFolder();
  expectRefused(await ohem(["train", "--data", data], cwd), data.replace("./", ""), said);
  expect(listing(cwd)).toEqual([]);
});

function flip(offset: number, bits: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    bytes.writeUInt8(bytes.readUInt8(offset) ^ bits, offset);
    return bytes;
  };
}
