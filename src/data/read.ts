import { open, stat } from "node:fs/promises";
import { FileFormatError, InputError } from "../errors/errors.js";
import { unreadable } from "../files/system-error.js";
import { type Allocate, newBytes } from "./allocate.js";
import { type IdxHeader, type IdxKind, idxKinds, parseIdx, readIdxHeader } from "./idx.js";
import { isGzip, readGzip } from "./read-gzip.js";
import { readPlain } from "./read-plain.js";

/** A whole IDX file that matches its header. */
export interface IdxFile {
  readonly file: string;
  readonly kind: IdxKind;
  /** [count, 28, 28] pixels or [count] labels */
  readonly examples: Uint8Array;
  readonly count: number;
  /** of the uncompressed bytes, lower-case hex */
  readonly sha256: string;
}

/**
 * Reads an IDX file, plain or gzip-compressed as its first bytes say (the name does not matter). The uncompressed bytes
 * are held in memory once.
 * @param forImages gives the bytes of a file of images
 * @throws InputError when it cannot be read, FileFormatError when it is malformed
 */
export async function readIdxFile(file: string, kind: IdxKind, forImages: Allocate = newBytes): Promise<IdxFile> {
  try {
    // stat comes first, because opening a named pipe waits for a writer.
    if (!(await stat(file)).isFile()) throw new InputError(`${file}: not a regular file, expected an IDX file`);
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const head = new Uint8Array(idxKinds[kind].headerBytes);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      const allocate = kind === "images" ? forImages : newBytes;
      const content = isGzip(head)
        ? readGzip(handle, size, kind, file, allocate)
        : readPlain(handle, size, readPlainHeader(head.subarray(0, bytesRead), kind, file), file, allocate);
      const { bytes, sha256 } = await content;
      const examples = parseIdx(bytes, kind, file);
      return { file, kind, examples, count: examples.length / idxKinds[kind].exampleBytes, sha256 };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(file, error);
  }
}

/** A `.gz` that is neither compressed nor an IDX file is most likely a failed download, not a malformed header. */
function readPlainHeader(head: Uint8Array, kind: IdxKind, file: string): IdxHeader {
  try {
    return readIdxHeader(head, kind, file);
  } catch (error) {
    if (!file.endsWith(".gz") || !(error instanceof FileFormatError && /^(header|magic number)$/.test(error.field)))
      throw error;
    throw new FileFormatError(file, "gzip data", "neither gzip-compressed nor a plain IDX file", 0);
  }
}
