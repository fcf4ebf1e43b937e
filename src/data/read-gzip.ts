import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { FileFormatError } from "../errors/errors.js";
import { checkIdxLength, type IdxContent, type IdxKind, idxKinds, maxExamples, readIdxHeader } from "./idx.js";

const compressedPieceBytes = 1 << 16;
const pieceBytes = 1 << 18;

/** Deflate never makes more than 1032 bytes of one (zlib's technical notes, "Maximum Compression Factor"). */
const maxExpansion = 1032;

/** Whether a file begins with gzip's identification (RFC 1952, 2.3.1). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Expands a file as far as the IDX header inside announces, and not a piece further: the memory is taken when that header is checked and is plausible for
 * the compressed size, and whatever expands to more is refused on the spot.
 * @param size of the compressed file
 */
export async function readGzip(handle: FileHandle, size: number, kind: IdxKind, file: string): Promise<IdxContent> {
  const refused = (problem: string, offset?: number) => new FileFormatError(file, "gzip data", problem, offset);
  const { headerBytes, exampleBytes } = idxKinds[kind];
  // No compressor makes a file twice as long; what is longer is filled with members that hold nothing.
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
        bytes = allocate();
        piece = head;
      }
      if (filled + piece.length > bytes.length) {
        throw refused(`expands to more than the ${bytes.length} bytes that the IDX header inside announces`);
      }
      bytes.set(piece, filled);
      filled += piece.length;
      hash.update(piece);
    }
  }

  function allocate(): Uint8Array {
    const announced = readIdxHeader(head, kind, file).bytes;
    if (announced <= size * maxExpansion) return new Uint8Array(announced);
    throw refused(`${size} bytes cannot hold the ${announced} that the IDX header inside announces`);
  }

  const gunzip = createGunzip({ chunkSize: pieceBytes });
  try {
    await pipeline(compressedPieces(handle), gunzip, fill);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw refused("the file is cut short", size);
    if (code?.startsWith("Z_")) throw refused(`damaged: ${message}`);
    // Zeros after the end are padding to zlib: it ends before its input does.
    if (code !== "ABORT_ERR") throw error;
  }
  if (gunzip.bytesWritten !== size) throw refused("there are bytes after its end", gunzip.bytesWritten);
  bytes ??= allocate();
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
