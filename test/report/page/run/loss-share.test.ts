import { expect, test } from "vitest";
import { lossShare } from "../../../../src/report/page/run/loss-share.js";

test("the share of the total loss in the hardest part", () => {
  const share = lossShare(Float32Array.of(1, -1, 8, 0, 4, 2, 1, 0, 0, -1))!;
  expect(share).toMatchObject({ examples: 8, totalLoss: 16 });
  expect(share.byRatio).toEqual([
    { ratio: 2, examples: 4, share: 15 / 16 },
    { ratio: 3, examples: 2, share: 12 / 16 },
    { ratio: 8, examples: 1, share: 8 / 16 },
    { ratio: 16, examples: 1, share: 8 / 16 },
  ]);
  expect(share.curve[0]).toEqual([0, 0]);
  expect(share.curve.at(-1)).toEqual([1, 1]);
  expect(share.curve).toContainEqual([0.5, 15 / 16]);
});

test("none where no example was in a batch, or nothing is lost", () => {
  expect(lossShare(Float32Array.of(-1, -1))).toBeUndefined();
  expect(lossShare(Float32Array.of(0, 0))).toBeUndefined();
});
