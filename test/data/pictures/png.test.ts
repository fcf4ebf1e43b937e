import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodePng } from "../../../src/data/pictures/png.js";
import { FileFormatError } from "../../../src/errors/errors.js";
import { chunk, type PngParts, pngBytes, pngFile, pngHeader } from "../../support/png-bytes.js";

const decode = (parts: PngParts) => decodePng(pngBytes(parts), "x.png");
const list = (bytes: Uint8Array | undefined) => bytes && Array.from(bytes);

/** 5 x 3 pixels, whose rows end within a byte. */
const size = { width: 5, height: 3 };
const levels = Array.from({ length: 15 }, (_, i) => i);

test.each([1, 2, 4, 8, 16] as const)("grey of %i bits", (depth) => {
  const max = 2 ** depth - 1;
  const samples = levels.map((i) => Math.round((i * 7919) % (max + 1)));
  const { width, height, grey, alpha } = decode({ ...size, type: 0, depth, pixels: samples.map((sample) => [sample]) });
  expect({ width, height, alpha }).toEqual({ ...size, alpha: undefined });
  expect(list(grey)).toEqual(samples.map((sample) => Math.round((sample * 255) / max)));
});

test.each([8, 16] as const)("colours of %i bits, with and without alpha; grey with alpha", (depth) => {
  const max = 2 ** depth - 1;
  const pixels = levels.map((i) => [0, 1, 2].map((c) => ((i * 3 + c) * 7919) % (max + 1)));
  const luma = pixels.map(([r, g, b]) => Math.round(((0.299 * r + 0.587 * g + 0.114 * b) * 255) / max));
  expect(list(decode({ ...size, type: 2, depth, pixels }).grey)).toEqual(luma);
  const half = Math.round(max / 2);
  const translucent = decode({ ...size, type: 6, depth, pixels: pixels.map((pixel) => [...pixel, half]) });
  expect(list(translucent.grey)).toEqual(luma);
  expect(list(translucent.alpha)).toEqual(luma.map(() => 128));
  const grey = decode({ ...size, type: 4, depth, pixels: levels.map((i) => [max, i === 0 ? 0 : max]) });
  expect([grey.grey[0], grey.alpha?.[0], grey.alpha?.[1]]).toEqual([255, 0, 255]);
});

test.each([1, 2, 4, 8] as const)("a palette of %i bits, whose colours may be transparent", (depth) => {
  const pixels = levels.map((i) => [i % 2]);
  const chunks = { PLTE: [255, 255, 255, 10, 10, 10], tRNS: [0] };
  const { grey, alpha } = decode({ ...size, type: 3, depth, pixels, chunks });
  expect(list(grey)).toEqual(levels.map((i) => (i % 2 ? 10 : 255)));
  expect(list(alpha)).toEqual(levels.map((i) => (i % 2 ? 255 : 0)));
});

test("one grey level, or one colour, may be transparent", () => {
  const grey = decode({ ...size, type: 0, depth: 8, pixels: levels.map((i) => [i]), chunks: { tRNS: [0, 3] } });
  expect(list(grey.alpha)).toEqual(levels.map((i) => (i === 3 ? 0 : 255)));
  const pixels = levels.map((i) => [i, i, 9]);
  const colour = decode({ ...size, type: 2, depth: 8, pixels, chunks: { tRNS: [0, 4, 0, 4, 0, 9] } });
  expect(list(colour.alpha)).toEqual(levels.map((i) => (i === 4 ? 0 : 255)));
});

test.each([
  [1, 1],
  [5, 3],
  [17, 9],
])("interlaced, %i x %i pixels", (width, height) => {
  const pixels = Array.from({ length: width * height }, (_, i) => [i % 256]);
  const parts = { width, height, pixels, interlaced: true, type: 0 } as const;
  expect(list(decode({ ...parts, depth: 8 }).grey)).toEqual(pixels.flat());
  expect(list(decode({ ...parts, depth: 16 }).grey)).toEqual(pixels.map(([level]) => Math.round(level / 257)));
  const few = { ...parts, depth: 4, pixels: pixels.map(([level]) => [level % 16]) } as const;
  expect(() => decode(few)).toThrow("x.png: header: interlaced with 4 bits; save it without interlacing");
});

test("a bomb is refused: from its header, and when its pixels are more than that", () => {
  const large = pngFile(pngHeader(10_000, 10_000, 8, 2, 0));
  expect(() => decodePng(large, "x.png")).toThrow("size: 10000 x 10000 pixels, expected 1 to 40000000 in all");
  const hidden = pngFile(pngHeader(28, 28, 8, 0, 0), chunk("IDAT", deflateSync(Buffer.alloc(1e7))));
  expect(() => decodePng(hidden, "x.png")).toThrow("more pixels than its header announces");
  const second = pngFile(pngHeader(1, 1, 8, 0, 0), pngHeader(10_000, 10_000, 8, 0, 0));
  expect(() => decodePng(second, "x.png")).toThrow("expected one IHDR");
  const profile = chunk("iCCP", Buffer.concat([Buffer.from("p\0\0"), deflateSync(Buffer.alloc(1e6))]));
  const pixels = chunk("IDAT", deflateSync(Buffer.alloc(2)));
  expect(list(decodePng(pngFile(pngHeader(1, 1, 8, 0, 0), profile, pixels), "x.png").grey)).toEqual([0]);
});

test("pixels that are missing, or of colours that the palette does not have", () => {
  const few = pngFile(pngHeader(2, 2, 8, 0, 0), chunk("IDAT", deflateSync(Buffer.alloc(5))));
  expect(() => decodePng(few, "x.png")).toThrow("fewer pixels than its header announces");
  const parts = { width: 1, height: 1, type: 3, depth: 8, pixels: [[2]] } as const;
  expect(() => decode({ ...parts, chunks: { PLTE: [0, 0, 0] } })).toThrow("colour 2 of a palette of 1");
  expect(() => decode(parts)).toThrow(FileFormatError);
});

test("a file cut anywhere, or with any byte changed, is refused and nothing else", () => {
  const pixels = levels.map((i) => [i % 3]);
  const whole = pngBytes({
    ...size,
    type: 3,
    depth: 2,
    pixels,
    chunks: { PLTE: [1, 2, 3, 4, 5, 6, 7, 8, 9], tRNS: [7] },
  });
  for (let length = 8; length < whole.length; length++) {
    expect(() => decodePng(whole.subarray(0, length), "x.png")).toThrow(FileFormatError);
  }
  for (let at = 0; at < whole.length; at++) {
    for (const bit of [1, 0x20, 0x80]) {
      const changed = Buffer.from(whole);
      changed[at] ^= bit;
      expect(() => decodePng(changed, "x.png"), `byte ${at}`).toThrow(FileFormatError);
    }
  }
});
