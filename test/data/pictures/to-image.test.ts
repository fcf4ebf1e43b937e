import fc from "fast-check";
import { expect, test } from "vitest";
import { loadTestData } from "../../../src/data/load.js";
import type { Picture } from "../../../src/data/pictures/picture.js";
import { asImage, toImage } from "../../../src/data/pictures/to-image.js";
import { InputError } from "../../../src/errors/errors.js";
import { createRandom } from "../../../src/random.js";

/** Paper with black rectangles: left, top, width, height. */
function paper(width: number, height: number, ...ink: readonly (readonly [number, number, number, number])[]): Picture {
  const grey = new Uint8Array(width * height).fill(255);
  for (const [left, top, across, down] of ink) {
    for (let y = top; y < top + down; y++) grey.fill(0, y * width + left, y * width + left + across);
  }
  return { width, height, grey };
}

const seven = [
  [40, 30, 30, 6],
  [64, 30, 6, 50],
] as const;

/** Box and centre of mass of the light pixels. */
function ink(image: Uint8Array) {
  const lit = Array.from(image, (level, i) => ({ level, x: i % 28, y: Math.floor(i / 28) })).filter((p) => p.level > 0);
  const sum = lit.reduce((total, { level }) => total + level, 0);
  const mean = (of: "x" | "y") => lit.reduce((total, pixel) => total + pixel.level * pixel[of], 0) / sum;
  const range = (of: "x" | "y") => Math.max(...lit.map((p) => p[of])) - Math.min(...lit.map((p) => p[of])) + 1;
  return { width: range("x"), height: range("y"), x: mean("x"), y: mean("y"), most: Math.max(...image) };
}

test("ink is fitted into 20x20, keeps its proportions, and is centered by mass", () => {
  const { width, height, x, y, most } = ink(toImage(paper(100, 100, ...seven), "7"));
  expect(height).toBe(20);
  expect(width).toBeGreaterThanOrEqual(12);
  expect(width).toBeLessThanOrEqual(13);
  expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5);
  expect(most).toBe(255);
});

test("any rectangle: within the image, the centre of mass within half a pixel", () => {
  const side = fc.integer({ min: 3, max: 60 });
  fc.assert(
    fc.property(side, side, fc.nat(30), fc.nat(30), (across, down, left, top) => {
      fc.pre(across <= 2 * down);
      const { width, height, x, y } = ink(toImage(paper(100, 100, [left + 2, top + 2, across, down]), "x"));
      expect(Math.max(width, height)).toBeLessThanOrEqual(20);
      expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5);
    }),
  );
});

test("the same digit, inverted, grey on grey, elsewhere, or transparent around it: the same image", () => {
  const dark = paper(100, 100, ...seven);
  const image = toImage(dark, "7");
  const same = (picture: Picture) => expect(Buffer.from(toImage(picture, "7")).equals(image)).toBe(true);
  same({ ...dark, grey: dark.grey.map((level) => 255 - level) });
  same({ ...dark, grey: dark.grey.map((level) => (level > 0 ? 180 : 60)) });
  same(paper(200, 90, ...seven.map(([left, ...rest]) => [left + 90, ...rest] as const)));
  for (const shade of [0, 255, 200]) {
    const alpha = dark.grey.map((level) => 255 - level);
    same({ ...dark, grey: new Uint8Array(10_000).fill(shade), alpha });
  }
  // Paper with transparent corners is no ink.
  const alpha = new Uint8Array(10_000).fill(255).fill(0, 0, 10).fill(0, 9990);
  same({ ...dark, alpha, grey: dark.grey.map((level, i) => (alpha[i] === 0 ? 0 : level)) });
});

test("dust far from the digit is left out", () => {
  const image = toImage(paper(100, 100, ...seven), "7");
  expect(toImage(paper(100, 100, ...seven, [5, 90, 2, 2]), "7")).toEqual(image);
});

test("a large picture is shrunk first", () => {
  const large = paper(
    3000,
    3000,
    ...seven.map((box) => box.map((side) => side * 30) as [number, number, number, number]),
  );
  const image = toImage(paper(100, 100, ...seven), "7");
  const difference = toImage(large, "7").reduce((sum, level, i) => sum + Math.abs(level - image[i]), 0) / 784;
  expect(difference).toBeLessThan(8);
});

test("MNIST's own images come back: 28x28, fitted and centered already", async () => {
  const { test: mnist } = await loadTestData("mnist", 10);
  let same = 0;
  for (let i = 0; i < 500; i++) {
    const grey = mnist.images.slice(i * 784, (i + 1) * 784);
    if (Buffer.from(toImage({ width: 28, height: 28, grey }, `${i}`)).equals(grey)) same++;
  }
  expect(same).toBeGreaterThan(400);
});

test("a picture of noise is harmless", () => {
  const random = createRandom(1, "batches");
  const grey = Uint8Array.from({ length: 640_000 }, () => random.integer(256));
  expect(() => toImage({ width: 800, height: 800, grey }, "x")).toThrow(InputError);
});

test("a small picture is enlarged", () => {
  expect(ink(toImage(paper(8, 8, [3, 1, 2, 6]), "1"))).toMatchObject({ height: 20 });
});

test.each<[string, Picture, string]>([
  ["blank", paper(50, 50), "x.png: no ink found, expected one digit"],
  ["nearly blank", { ...paper(50, 50), grey: new Uint8Array(2500).fill(250).fill(240, 1200, 1220) }, "no ink found"],
  ["two digits", paper(90, 50, [10, 10, 5, 30], [60, 12, 20, 28]), "x.png: 2 digits side by side, expected one"],
  ["three digits", paper(90, 50, [10, 10, 5, 30], [30, 10, 9, 30], [60, 12, 20, 28]), "3 digits side by side"],
  ["a line", paper(90, 50, [10, 20, 70, 5]), "the ink is too wide for one digit (70 x 5 pixels)"],
])("%s is refused", (_, picture, says) => {
  expect(() => toImage(picture, "x.png")).toThrow(says);
});

test("a 5 whose top stroke does not touch, and a 4 of two strokes, are one digit", () => {
  expect(() => toImage(paper(60, 60, [20, 20, 15, 30], [40, 14, 15, 4]), "5")).not.toThrow();
  expect(() => toImage(paper(60, 60, [20, 10, 4, 20], [20, 30, 14, 4], [30, 36, 4, 18]), "4")).not.toThrow();
});

test("as it is: the exact bytes, only of 28x28 pixels, transparent is black", () => {
  const grey = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
  expect(asImage({ width: 28, height: 28, grey }, "x")).toEqual(grey);
  const alpha = new Uint8Array(784).fill(255, 1);
  expect(asImage({ width: 28, height: 28, grey: new Uint8Array(784).fill(9), alpha }, "x").subarray(0, 2)).toEqual(
    Uint8Array.of(0, 9),
  );
  expect(() => asImage(paper(27, 28), "x.png")).toThrow("x.png: 27 x 28 pixels, expected 28 x 28");
});
