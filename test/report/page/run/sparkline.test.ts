import { expect, test } from "vitest";
import { sparkline, sparkScale } from "../../../../src/report/page/run/sparkline.js";

const losses = [0, 8, 4].map((loss, epoch) => ({ epoch, loss }));
const late = [1, 2].map((epoch) => ({ epoch, loss: 2 }));

test("all are on one log scale: from the first epoch to the last, and at most from a 256th of the largest loss", () => {
  const scale = sparkScale([losses, late])!;
  expect(scale).toEqual({ firstEpoch: 0, lastEpoch: 2, leastLoss: 1 / 32, mostLoss: 8 });
  const { markup } = sparkline(losses, scale);
  expect(markup).toContain('d="M3,25L40,3L77,5.8"');
  expect(markup).toContain('<circle cx="77" cy="5.8" r="2"/>');
  expect(sparkline(late, scale).markup).toContain('d="M40,8.5L77,8.5"');
  expect(sparkScale([late, [losses[1], losses[2]]])).toMatchObject({ leastLoss: 2, mostLoss: 8 });
});

test("its text alternative has both ends", () => {
  const { markup } = sparkline(losses, sparkScale([losses])!);
  expect(markup).toContain('role="img" aria-label="Loss 0.00 in epoch 0, 4.00 in epoch 2"');
});

test("there is none where only one epoch is known, and losses of 0 are at the bottom", () => {
  expect(sparkScale([])).toBeUndefined();
  expect(sparkScale([[losses[0]], [losses[1]], []])).toBeUndefined();
  const flat = [0, 1].map((epoch) => ({ epoch, loss: 0 }));
  expect(sparkline(flat, sparkScale([flat])!).markup).toContain('d="M3,25L77,25"');
});
