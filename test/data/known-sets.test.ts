import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { identify } from "../../src/data/identify.js";
import { loadData, loadTestData } from "../../src/data/load.js";
import { kindOf, knownSets } from "../../src/data/manifest.js";
import { readIdxFile } from "../../src/data/read.js";
import { createRandom } from "../../src/random.js";
import { copyOfMnist, smallFolder, testImages, testLabels, trainImages, trainLabels } from "../support/data-folders.js";
import { idxHeader } from "../support/idx-bytes.js";
import { withFlippedBit } from "../support/mutation/flip-bits.js";
import { formatRefusal, refusal } from "../support/refusal.js";

test.each([testImages, testLabels])("a set given by name, one bit of %s flipped", async (name) => {
  const file = join(copyOfMnist(name), name);
  const random = createRandom(1, "batches");
  const check = async () => {
    const files = new Map([[name, await readIdxFile(file, kindOf(name))]]);
    return identify("mnist", knownSets().get("mnist"), files);
  };
  expect(await check()).toBe("mnist");
  for (let i = 0; i < 50; i++) {
    await withFlippedBit(file, random, async () => {
      expect(await refusal(check())).toMatchObject({ name: "FileFormatError", file });
    });
  }
});

test.each([testImages, testLabels])(
  "a copy of MNIST in a folder, one bit of %s flipped: the error names that byte",
  async (name) => {
    const folder = copyOfMnist(testImages, testLabels);
    const random = createRandom(2, "batches");
    for (let i = 0; i < 50; i++) {
      await withFlippedBit(join(folder, name), random, async (offset) => {
        const error = await refusal(loadTestData(folder, 10));
        expect(error).toMatchObject({ file: join(folder, name), field: "SHA-256", offset });
      });
    }
  },
);

test("the SHA-256 is taken of the uncompressed bytes", async () => {
  const folder = copyOfMnist(testImages, testLabels);
  for (const name of [testImages, testLabels]) {
    writeFileSync(join(folder, name), gzipSync(readFileSync(join(folder, name)), { level: 1 }));
  }
  expect(await loadTestData(folder, 10)).toMatchObject({ name: "mnist", verified: true });
});

test("many changed labels next to MNIST's images are the user's data, a few are damage", async () => {
  const folder = copyOfMnist(trainImages, trainLabels, testImages, testLabels);
  const file = join(folder, trainLabels);
  const labels = readFileSync(file);
  const change = (count: number) => {
    for (let i = 0; i < count; i++) labels[8 + 100 + i] = (labels[8 + 100 + i] + 1) % 10;
    writeFileSync(file, labels);
  };
  change(6);
  expect(await formatRefusal(loadData(folder))).toBe(`${trainLabels} SHA-256 108`);
  change(6000);
  expect(await loadData(folder)).toMatchObject({ name: folder, verified: false, classes: 10 });
});

test("MNIST's labels next to other images do not make a folder verified", async () => {
  const labels = readFileSync(join(copyOfMnist(testLabels), testLabels));
  const images = Buffer.concat([idxHeader(0x803, 10_000, 28, 28), Buffer.alloc(7_840_000)]);
  const folder = smallFolder({ [testImages]: images, [testLabels]: labels });
  expect(await loadTestData(folder, 10)).toMatchObject({ name: folder, verified: false });
});
