import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readPictures } from "../../../src/data/pictures/read-pictures.js";
import { emptyFolder } from "../../support/folder.js";
import { cyclicLabels, imagesFile, labelsFile } from "../../support/idx-bytes.js";
import { refusal } from "../../support/refusal.js";

const named = (bytes: Uint8Array) => ({ name: "x", content: [bytes] });

test("a file is what its content says, whatever its name", async () => {
  const file = join(emptyFolder(), "seven.png");
  writeFileSync(file, "P2 1 1 255 9");
  expect(await readPictures(file)).toMatchObject({ file, picture: { width: 1, height: 1 } });
});

test("IDX images, plain and compressed", async () => {
  const bytes = imagesFile(3);
  for (const content of [bytes, gzipSync(bytes)]) {
    const read = await readPictures(named(content));
    expect("images" in read && Buffer.from(read.images).equals(bytes.subarray(16))).toBe(true);
  }
});

test("content may come in pieces of any size", async () => {
  const pieces = Readable.from([..."P2 1 1 255 9"].map((letter) => Buffer.from(letter)));
  expect(await readPictures({ name: "stdin", content: pieces })).toMatchObject({ picture: { grey: Uint8Array.of(9) } });
});

test("content without an end is left as soon as it cannot be a picture", async () => {
  function* zeros() {
    for (;;) yield new Uint8Array(100);
  }
  expect((await refusal(readPictures({ name: "zeros", content: zeros() }))).message).toContain("zeros: not a picture");
});

test.each([
  ["text", Buffer.from("seven"), "x: not a picture that can be read; expected PNG, PGM, PPM, JPEG, WebP or IDX images"],
  ["nothing", Buffer.alloc(0), "x: is empty"],
  ["IDX labels", labelsFile(cyclicLabels(9, 9)), "expected 0x00000803 (IDX images)"],
  ["IDX images cut short", imagesFile(2).subarray(0, 900), "the file is cut short"],
  ["gzip cut short", gzipSync(imagesFile(2)).subarray(0, 900), "gzip data: damaged or cut short"],
  ["gzip of something else", gzipSync("seven"), "x: header"],
])("%s is refused", async (_, bytes, says) => {
  expect((await refusal(readPictures(named(bytes)))).message).toContain(says);
});

test("a folder, and a file that is not there", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "scans"));
  expect((await refusal(readPictures(join(folder, "scans")))).message).toContain("a folder, expected a picture");
  expect((await refusal(readPictures(join(folder, "none.png")))).message).toContain("no such file");
});
