import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FileFormatError } from "../../src/errors/errors.js";
import { readBytes, readText } from "../../src/files/read-file.js";
import { emptyFolder } from "../support/folder.js";

const limit = 100_000;

function write(bytes: Uint8Array | string): string {
  const file = join(emptyFolder(), "some");
  writeFileSync(file, bytes);
  return file;
}

test.each([0, 1, 16_383, 16_384, 16_385, 65_536, limit])("a file of %d bytes is read whole", async (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i % 251);
  const read = await readBytes(write(bytes), limit);
  expect(Buffer.compare(read, bytes)).toBe(0);
  expect(read.buffer.byteLength).toBe(length);
});

test("one byte too many is refused", async () => {
  const file = write(new Uint8Array(limit + 1));
  await expect(readBytes(file, limit)).rejects.toThrow(`${file}: size: expected at most ${limit} bytes`);
});

test("bytes that are no UTF-8 are refused", async () => {
  const file = write(Uint8Array.of(0x61, 0xff));
  await expect(readText(file, limit)).rejects.toThrow(FileFormatError);
});

test("a folder, and a file that is not there", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "some"));
  await expect(readBytes(join(folder, "some"), limit)).rejects.toThrow("cannot be read: illegal operation on a dir");
  await expect(readBytes(join(folder, "none"), limit)).rejects.toThrow("cannot be read: no such file or directory");
});

describe.skipIf(process.platform === "win32")("what has no size", () => {
  test("a device without end is read up to the limit", async () => {
    await expect(readBytes("/dev/zero", limit)).rejects.toThrow(`/dev/zero: size: expected at most ${limit} bytes`);
  });

  test("a pipe is read to its end, however small its pieces", async () => {
    const pipe = join(emptyFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    execFile("sh", ["-c", `exec > "$0"; printf one; sleep 0.1; printf two; sleep 0.1; printf three`, pipe]);
    expect(await readText(pipe, limit)).toBe("onetwothree");
  });
});
