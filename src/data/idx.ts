import { FileFormatError } from "../errors/errors.js";
import { imagePixels, imageSide } from "../model/net.js";

/**
 * More than the largest public set of this shape has (EMNIST by class: 697,932). A header that announces more is
 * refused, so that one file never takes more than 784 MB of memory.
 */
export const maxExamples = 1_000_000;

/**
 * The two kinds of IDX file. The last two bytes of the magic number say unsigned bytes in 3 or 1 dimensions; all
 * integers are big-endian.
 */
export const idxKinds = {
  images: { magic: 0x00000803, headerBytes: 16, exampleBytes: imagePixels },
  labels: { magic: 0x00000801, headerBytes: 8, exampleBytes: 1 },
} as const;
export type IdxKind = keyof typeof idxKinds;

export interface IdxHeader {
  /** 1 to `maxExamples` */
  readonly count: number;
  /** length of the whole file, header included */
  readonly bytes: number;
}

/** The uncompressed bytes of a file, and their SHA-256 in lower-case hex. */
export interface IdxContent {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * Checks a header and returns what it announces, without allocating memory for it.
 * @param head the first bytes of the uncompressed file, at least its header
 * @param file the path, for the error
 * @throws FileFormatError for a short header, another magic number, or another number or size of examples
 */
export function readIdxHeader(head: Uint8Array, kind: IdxKind, file: string): IdxHeader {
  const { magic, headerBytes, exampleBytes } = idxKinds[kind];
  if (head.length < headerBytes) {
    throw new FileFormatError(
      file,
      "header",
      `the file ends here, expected a header of ${headerBytes} bytes`,
      head.length,
    );
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const found = view.getUint32(0);
  if (found !== magic) {
    throw new FileFormatError(file, "magic number", `${hex(found)}, expected ${hex(magic)} (IDX ${kind})`, 0);
  }
  const count = view.getUint32(4);
  if (count < 1 || count > maxExamples) {
    throw new FileFormatError(file, "count", `${count} ${kind}, expected 1 to ${maxExamples}`, 4);
  }
  if (kind === "images") {
    for (const [field, offset] of [
      ["rows", 8],
      ["columns", 12],
    ] as const) {
      const size = view.getUint32(offset);
      if (size !== imageSide) throw new FileFormatError(file, field, `${size}, expected ${imageSide}`, offset);
    }
  }
  return { count, bytes: headerBytes + count * exampleBytes };
}

/** The header of an IDX file with so many examples. */
export function idxHeader(kind: IdxKind, count: number): Uint8Array {
  const { magic, headerBytes } = idxKinds[kind];
  const view = new DataView(new ArrayBuffer(headerBytes));
  const sizes = kind === "images" ? [count, imageSide, imageSide] : [count];
  for (const [index, value] of [magic, ...sizes].entries()) view.setUint32(4 * index, value);
  return new Uint8Array(view.buffer);
}

/** @throws FileFormatError unless the file has exactly the length that its header announces, both in bytes */
export function checkIdxLength(actual: number, expected: number, file: string): void {
  if (actual === expected) return;
  const problem = actual < expected ? "the file is cut short" : "the file continues after the last example";
  throw new FileFormatError(
    file,
    "length",
    `${problem}: ${actual} bytes, but its header announces ${expected}`,
    Math.min(actual, expected),
  );
}

/**
 * The examples of a whole IDX file, as a view of its bytes: [count, 28, 28] pixels or [count] labels.
 * @throws FileFormatError for a malformed header or another length than it announces
 */
export function parseIdx(bytes: Uint8Array, kind: IdxKind, file: string): Uint8Array {
  checkIdxLength(bytes.length, readIdxHeader(bytes, kind, file).bytes, file);
  return bytes.subarray(idxKinds[kind].headerBytes);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
