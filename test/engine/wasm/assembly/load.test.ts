import { describe, test } from "vitest";
import { laneOf } from "./lanes.js";
import { openKernels } from "./open-kernels.js";
import { randomPack } from "./pack.js";
import { reportedDifferences } from "./reported.js";

const seen = reportedDifferences();
const lastPlace = { absolute: 0, relative: 2 ** -23 };

describe("loading pixels", async () => {
  const { call, put, room, floats } = await openKernels();
  const { images, examples } = randomPack();

  test("of four images into the lanes of vectors", () => {
    const output = room(784 * 16);
    call.loadFour(...images.map((image) => put(image)), output);
    examples.forEach(({ pixels }, lane) => {
      seen.check("loadFour", laneOf(floats(output, 784 * 4), lane), pixels, lastPlace);
    });
  });

  test("of one image", () => {
    const output = room(784 * 4);
    call.loadOne(put(images[1]), output);
    seen.check("loadOne", floats(output, 784), examples[1].pixels, lastPlace);
  });
});
