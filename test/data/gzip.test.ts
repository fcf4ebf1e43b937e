import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { loadData } from "../../src/data/load.js";
import { smallFolder, testLabels, trainImages } from "../support/data-folders.js";
import { cyclicLabels, idxHeader, imagesFile, labelsFile } from "../support/idx-bytes.js";
import { formatRefusal, refusal } from "../support/refusal.js";

const labels = labelsFile(cyclicLabels(5, 3));
const images = imagesFile(7);
const load = (file: typeof testLabels | typeof trainImages, bytes: Buffer) => loadData(smallFolder({ [file]: bytes }));
const pixels = async (bytes: Buffer) => Buffer.from((await load(trainImages, bytes)).train.images);

test.each([0, 1, 6, 9])("compressed at level %i", async (level) => {
  expect(await pixels(gzipSync(images, { level }))).toEqual(images.subarray(16));
});

test("gzip is recognised by its first bytes, whatever the file's name", async () => {
  const folder = smallFolder({ [trainImages]: undefined, [testLabels]: gzipSync(labels) });
  writeFileSync(join(folder, `${trainImages}.gz`), images);
  expect(Buffer.from((await loadData(folder)).train.images)).toEqual(images.subarray(16));
});

test.each(["", "rubbish", "<html>not found, and more than a header</html>"])(
  "a .gz that is neither gzip nor IDX: %j",
  async (text) => {
    const folder = smallFolder({ [trainImages]: undefined });
    writeFileSync(join(folder, `${trainImages}.gz`), text);
    expect(await formatRefusal(loadData(folder))).toBe(`${trainImages}.gz gzip data 0`);
  },
);

test("the plain file takes precedence over the compressed one", async () => {
  const folder = smallFolder();
  writeFileSync(join(folder, `${trainImages}.gz`), "rubbish");
  expect((await loadData(folder)).train.count).toBe(7);
});

test("several gzip members form one file (RFC 1952, 2.2)", async () => {
  const members = [images.subarray(0, 1000), Buffer.alloc(0), images.subarray(1000)].map((part) => gzipSync(part));
  expect(await pixels(Buffer.concat(members))).toEqual(images.subarray(16));
});

test("cut to any length", async () => {
  const good = gzipSync(labels);
  const folder = smallFolder({ [testLabels]: good });
  for (let length = good.length - 1; length > 1; length--) {
    truncateSync(join(folder, testLabels), length);
    expect(await formatRefusal(loadData(folder))).toBe(`${testLabels} gzip data ${length}`);
  }
});

test("every flipped bit is refused or leaves the content unchanged", async () => {
  const good = gzipSync(labels);
  const accepted: number[] = [];
  for (let at = 2; at < good.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const bytes = Buffer.from(good);
      bytes[at] = bytes[at] ^ (1 << bit);
      const outcome = await load(testLabels, bytes).catch((error: Error) => error.message);
      if (typeof outcome === "string") expect(outcome).toContain(`${testLabels}: gzip data`);
      else expect([...outcome.test.labels]).toEqual(cyclicLabels(5, 3));
      if (typeof outcome !== "string") accepted.push(at);
    }
  }
  // Only time, flags and operating system in the header, and the bits that pad deflate's last byte (RFC 1951, 3.1).
  expect([...new Set(accepted)].filter((at) => at > 9 && at < good.length - 9)).toEqual([]);
});

test.each([
  ["a zero", Buffer.alloc(1)],
  ["zeros", Buffer.alloc(200_000)],
  ["text", Buffer.from("the end\n")],
  ["half a member", gzipSync(labels).subarray(0, 12)],
  ["the same again", gzipSync(labels)],
])("after the end: %s", async (_, tail) => {
  const bytes = Buffer.concat([gzipSync(labels), tail]);
  expect(await formatRefusal(load(testLabels, bytes))).toMatch(`${testLabels} gzip data`);
});

test.each([65_536, 131_072])("after the end at byte %i, on the border between two reads", async (size) => {
  const padded = withName(gzipSync(labels), size);
  expect(padded.length).toBe(size);
  expect((await load(testLabels, padded)).test.count).toBe(5);
  for (const tail of [Buffer.alloc(1), Buffer.alloc(200_000), Buffer.from("the end\n"), gzipSync(labels)]) {
    expect(await formatRefusal(load(testLabels, Buffer.concat([padded, tail])))).toMatch(`${testLabels} gzip data`);
  }
});

test("the content is checked like a plain file", async () => {
  const zip = (bytes: Buffer) => formatRefusal(load(trainImages, gzipSync(bytes)));
  expect(await zip(images.subarray(0, 10))).toBe(`${trainImages} header 10`);
  expect(await zip(images.subarray(0, 1000))).toBe(`${trainImages} length 1000`);
  expect(await zip(labels)).toBe(`${trainImages} header ${labels.length}`);
  expect(await zip(idxHeader(0x803, 0xffff_ffff, 28, 28))).toBe(`${trainImages} count 4`);
  expect(await zip(Buffer.alloc(0))).toBe(`${trainImages} header 0`);
});

test("a gzip bomb is not expanded beyond the length its header announces", async () => {
  // If it were fully expanded, its end would be reported as cut short.
  const zeros = gzipSync(Buffer.alloc(1 << 24));
  const bomb = Buffer.concat([gzipSync(images), ...new Array(100).fill(zeros), zeros.subarray(0, 1000)]);
  const error = await refusal(load(trainImages, bomb));
  expect(error.message).toMatch(/gzip data: expands to more than the 5504 bytes announced by the IDX header inside$/);
});

test("a header inside that announces more than the file can hold allocates no memory for it", async () => {
  const before = process.memoryUsage().arrayBuffers;
  const error = await refusal(load(trainImages, gzipSync(idxHeader(0x803, 1_000_000, 28, 28))));
  expect(error.message).toMatch(/gzip data: \d+ bytes cannot hold the 784000016 announced by the IDX header inside$/);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e8);
});

test("a file of too many empty members is refused by its size", async () => {
  const folder = smallFolder({ [testLabels]: Buffer.concat(new Array(1000).fill(gzipSync(Buffer.alloc(0)))) });
  expect(await formatRefusal(loadData(folder))).toBe(`${testLabels} header 0`);
  truncateSync(join(folder, testLabels), 4_000_000);
  expect(await formatRefusal(loadData(folder))).toBe(`${testLabels} gzip data 2000016`);
});

/** Pads a gzip file to exactly `size` bytes with a file name in its header. */
function withName(gzip: Buffer, size: number): Buffer {
  const header = Buffer.from(gzip.subarray(0, 10));
  header[3] = 0x08;
  return Buffer.concat([header, Buffer.alloc(size - gzip.length - 1, "n"), Buffer.alloc(1), gzip.subarray(10)]);
}
