import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { FileFormatError } from "../errors/errors.js";
import type { Allocate } from "./allocate.js";
import { checkIdxLength, type IdxContent, type IdxHeader } from "./idx.js";

/** One piece is hashed while another thread reads the next, so reading takes only as long as the slower of the two. */
const pieceBytes = 1 << 21;

/**
 * @param size length of the file, bytes
 * @throws FileFormatError when it is not the length that the header announces
 */
export async function readPlain(
  handle: FileHandle,
  size: number,
  header: IdxHeader,
  file: string,
  allocate: Allocate,
): Promise<IdxContent> {
  checkIdxLength(size, header.bytes, file);
  const bytes = await allocate(size);
  const readPiece = (at: number) => handle.read(bytes, at, Math.min(pieceBytes, size - at), at);
  const hash = createHash("sha256");
  let next = readPiece(0);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await next;
    if (bytesRead === 0) throw new FileFormatError(file, "length", "the file shrank while it was read", at);
    const piece = bytes.subarray(at, at + bytesRead);
    at += bytesRead;
    if (at < size) next = readPiece(at);
    hash.update(piece);
  }
  return { bytes, sha256: hash.digest("hex") };
}
