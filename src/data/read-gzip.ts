import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { FileFormatError } from "../errors/errors.js";
import type { Allocate } from "./allocate.js";
import { checkIdxLength, type IdxContent, type IdxKind, idxKinds, maxExamples, readIdxHeader } from "./idx.js";

const compressedPieceBytes = 1 << 16;
const pieceBytes = 1 << 18;

/** The highest compression ratio of deflate (zlib's technical notes, "Maximum Compression Factor"). */
const maxExpansion = 1032;

/** Whether a file begins with gzip's identification (RFC 1952, 2.3.1). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Decompresses a file up to the length that the IDX header inside announces, and no further. Memory is allocated only
 * once that header is valid and plausible for the compressed size; data that expands beyond it is refused at once.
 * @param size length of the compressed file, bytes
 * @throws FileFormatError for damaged gzip data, and when the content does not match its IDX header
 */
export async function readGzip(
  handle: FileHandle,
  size: number,
  kind: IdxKind,
  file: string,
  allocate: Allocate,
): Promise<IdxContent> {
  const refused = (problem: string, offset?: number) => new FileFormatError(file, "gzip data", problem, offset);
  const { headerBytes, exampleBytes } = idxKinds[kind];
  // No compressor doubles a file; a longer one is padded with empty members.
  const most = 2 * (headerBytes + maxExamples * exampleBytes);
  if (size > most) throw refused(`${size} bytes, expected at most ${most}`, most);
  const hash = createHash("sha256");
  let head = Buffer.alloc(0);
  let bytes: Uint8Array | undefined;
  let filled = 0;

  async function fill(pieces: AsyncIterable<Buffer>): Promise<void> {
    for await (let piece of pieces) {
      if (bytes === undefined) {
        head = Buffer.concat([head, piece]);
        if (head.length < headerBytes) continue;
        bytes = await plausible();
        piece = head;
      }
      if (filled + piece.length > bytes.length) {
        throw refused(`expands to more than the ${bytes.length} bytes announced by the IDX header inside`);
      }
      bytes.set(piece, filled);
      filled += piece.length;
      hash.update(piece);
    }
  }

  async function plausible(): Promise<Uint8Array> {
    const announced = readIdxHeader(head, kind, file).bytes;
    if (announced <= size * maxExpansion) return allocate(announced);
    throw refused(`${size} bytes cannot hold the ${announced} announced by the IDX header inside`);
  }

  const gunzip = createGunzip({ chunkSize: pieceBytes });
  try {
    await pipeline(compressedPieces(handle), gunzip, fill);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw refused("the file is cut short", size);
    if (code?.startsWith("Z_")) throw refused(`damaged: ${message}`);
    // zlib takes zeros after the end for padding, and ends before its input does.
    if (code !== "ABORT_ERR") throw error;
  }
  if (gunzip.bytesWritten !== size) throw refused("the file continues after the end of the data", gunzip.bytesWritten);
  bytes ??= await plausible();
  checkIdxLength(filled, bytes.length, file);
  return { bytes, sha256: hash.digest("hex") };
}

async function* compressedPieces(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(compressedPieceBytes), 0, compressedPieceBytes, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
