import { expect, test } from "vitest";
import { decodeNetpbm } from "../../../src/data/pictures/netpbm.js";
import { FileFormatError } from "../../../src/errors/errors.js";

const file = (header: string, ...samples: readonly number[]) => Buffer.from([...Buffer.from(header), ...samples]);
const decode = (bytes: Uint8Array) => decodeNetpbm(bytes, "x.pgm");

test.each([
  ["P2, with comments", file("P2 # grey\n# 2 x 2\n2 2\n255\n0 100\n200 255 # end\n"), [0, 100, 200, 255]],
  ["P2 of 4 bits", file("P2 2 1 15 1 15"), [17, 255]],
  ["P3", file("P3\n2 1\n255\n255 0 0  0 0 255"), [76, 29]],
  ["P5", file("P5 2 2 255\n", 0, 100, 200, 255), [0, 100, 200, 255]],
  ["P5 whose first sample is a line end", file("P5 2 1 255\n", 10, 32), [10, 32]],
  ["P5 of 16 bits", file("P5 2 1 65535\n", 255, 255, 100, 100), [255, 100]],
  ["P6", file("P6\n1 1\n255\n", 0, 255, 0), [150]],
])("%s", (_, bytes, grey) => {
  const picture = decode(bytes);
  expect(Array.from(picture.grey)).toEqual(grey);
  expect(picture.width * picture.height).toBe(grey.length);
});

test.each<[string, Buffer, string]>([
  ["a size that is no number", file("P5 two 2 255\n"), "x.pgm: width at byte 3: expected an integer"],
  ["a bomb", file("P5 10000 10000 255\n"), "size: 10000 x 10000 pixels"],
  ["no pixels", file("P5 0 5 255\n"), "size: 0 x 5 pixels"],
  ["a maxval of 0", file("P2 1 1 0 0"), "maxval: 0, expected 1 to 65535"],
  ["a maxval of 17 bits", file("P2 1 1 65536 0"), "maxval: 65536"],
  ["a sample above maxval", file("P2 2 1 10 10 11"), "sample 1: 11, expected at most 10"],
  ["a sample that is no number", file("P2 2 1 10 10 x1"), "sample 1 at byte 13: expected an integer"],
  ["text cut short", file("P2 2 2 10 10 10 1"), "the file is cut short"],
  ["text that is far too short", file("P2 6000 6000 10 10"), "the file is cut short: 18 bytes"],
  ["bytes cut short", file("P5 2 2 255\n", 1, 2, 3), "cut short: 14 bytes, but its header announces 15"],
  ["a header alone", file("P5 2 2"), "the file is cut short"],
  ["a second picture", file("P5 1 1 255\n", 1, 2), "length at byte 12: the file continues after its picture"],
])("%s is refused", (_, bytes, says) => {
  expect(() => decode(bytes)).toThrow(FileFormatError);
  expect(() => decode(bytes)).toThrow(says);
});
