import { expect, test } from "vitest";
import { halfBlocks } from "../../src/report/half-blocks.js";

test("a character draws two pixels, bright or dark, or in greys", () => {
  const image = new Uint8Array(784);
  image.set([255, 0, 255], 0);
  image.set([0, 255, 128], 28);
  const [row, ...others] = halfBlocks(image, false);
  expect(row).toBe(`▀▄█${" ".repeat(25)}`);
  expect(others).toEqual(Array(13).fill(" ".repeat(28)));
  const greys = halfBlocks(image, true)[0];
  expect(greys.startsWith("\x1b[38;5;255;48;5;232m▀\x1b[38;5;232;48;5;255m▀")).toBe(true);
  expect(greys.endsWith("▀\x1b[0m")).toBe(true);
});
