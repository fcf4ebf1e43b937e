import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { FileFormatError, InputError } from "../errors.js";
import { checkIdxLength, type IdxHeader, type IdxKind, idxKinds, readIdxHeader } from "./idx.js";
import { systemReason } from "./system-reason.js";

/** A whole IDX file that agrees with its own header. */
export interface IdxFile {
  readonly file: string;
  readonly kind: IdxKind;
  /** [count, 28, 28] pixels or [count] labels */
  readonly examples: Uint8Array;
  readonly count: number;
  /** of the uncompressed bytes, lower-case hex */
  readonly sha256: string;
}

/** One piece is hashed while the next is read or expanded on another thread: 47 MB take as long as the slower of the two. */
const pieceBytes = 1 << 21;

/** Deflate never makes more than 1032 bytes of one (zlib's technical notes, "Maximum Compression Factor"). */
const maxExpansion = 1032;

/**
 * Reads a plain or gzip-compressed IDX file; which of the two its first bytes say, not its name. The uncompressed bytes are in memory once.
 * @throws InputError when it cannot be read, FileFormatError when it is not what its header says
 */
export async function readIdxFile(file: string, kind: IdxKind): Promise<IdxFile> {
  try {
    // Looked at before it is opened: opening a named pipe waits for a writer.
    if (!(await stat(file)).isFile()) throw new InputError(`${file}: not a regular file, expected an IDX file`);
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const head = new Uint8Array(idxKinds[kind].headerBytes);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      const gzip = head[0] === 0x1f && head[1] === 0x8b;
      if (gzip) return await expand(handle, size, kind, file);
      const header = readIdxHeader(head.subarray(0, bytesRead), kind, file);
      checkIdxLength(size, header.bytes, file);
      return await read(handle, header, kind, file);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: cannot be read: ${systemReason(error)}`);
  }
}

async function read(handle: FileHandle, header: IdxHeader, kind: IdxKind, file: string): Promise<IdxFile> {
  const bytes = new Uint8Array(header.bytes);
  const piece = (at: number) => handle.read(bytes, at, Math.min(pieceBytes, bytes.length - at), at);
  const hash = createHash("sha256");
  let next = piece(0);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await next;
    if (bytesRead === 0) throw new FileFormatError(file, "length", "the file became shorter while it was read", at);
    const end = at + bytesRead;
    if (end < bytes.length) next = piece(end);
    hash.update(bytes.subarray(at, end));
    at = end;
  }
  return {
    file,
    kind,
    examples: bytes.subarray(idxKinds[kind].headerBytes),
    count: header.count,
    sha256: hash.digest("hex"),
  };
}

async function expand(handle: FileHandle, size: number, kind: IdxKind, file: string): Promise<IdxFile> {
  const fail = (problem: string, offset?: number) => new FileFormatError(file, "gzip data", problem, offset);
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const hash = createHash("sha256");
  let header: IdxHeader | undefined;
  let bytes = new Uint8Array(0);
  let at = 0;
  const take = async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const piece of pieces) {
      if (header === undefined) {
        header = readIdxHeader(piece, kind, file);
        if (header.bytes > size * maxExpansion) {
          throw fail(`${size} bytes cannot hold the ${header.bytes} that the header inside announces`);
        }
        bytes = new Uint8Array(header.bytes);
      }
      if (at + piece.length > bytes.length)
        throw fail(`expands to more than the ${bytes.length} bytes that the header inside announces`);
      bytes.set(piece, at);
      at += piece.length;
      hash.update(piece);
    }
  };
  try {
    await pipeline(handle.createReadStream({ autoClose: false, start: 0 }), gunzip, take);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw fail("the file is cut short", size);
    if (code?.startsWith("Z_")) throw fail(`damaged (${message})`);
    throw error;
  }
  if (gunzip.bytesWritten !== size)
    throw fail("there are bytes after the end of the compressed data", gunzip.bytesWritten);
  if (header === undefined) throw fail("holds nothing, expected an IDX file");
  checkIdxLength(at, header.bytes, file);
  return {
    file,
    kind,
    examples: bytes.subarray(idxKinds[kind].headerBytes),
    count: header.count,
    sha256: hash.digest("hex"),
  };
}
