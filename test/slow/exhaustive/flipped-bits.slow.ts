import { join } from "node:path";
import { expect, test } from "vitest";
import { loadData } from "../../../src/data/load.js";
import { createRandom } from "../../../src/random.js";
import { copyOfMnist, testImages, testLabels, trainImages, trainLabels } from "../../support/data-folders.js";
import { withFlippedBit } from "../../support/mutation/flip-bits.js";
import { refusal } from "../../support/refusal.js";

test("1,000 single-bit flips in copies of MNIST are all detected, at the right byte", async () => {
  const names = [trainImages, trainLabels, testImages, testLabels];
  const folder = copyOfMnist(...names);
  const random = createRandom(4, "batches");
  for (let i = 0; i < 1000; i++) {
    const file = join(folder, names[i % 4]);
    await withFlippedBit(file, random, async (offset) => {
      expect(await refusal(loadData(folder))).toMatchObject({ file, offset });
    });
  }
});
