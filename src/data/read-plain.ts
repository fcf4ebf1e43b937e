import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { FileFormatError } from "../errors/errors.js";
import { startHashThread } from "./hash-thread.js";
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
): Promise<IdxContent> {
  checkIdxLength(size, header.bytes, file);
  const thread = startHashThread(size);
  if (thread === undefined) {
    const bytes = new Uint8Array(size);
    const hash = createHash("sha256");
    await readPieces(handle, bytes, file, (piece) => hash.update(piece));
    return { bytes, sha256: Promise.resolve(hash.digest("hex")) };
  }
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    await readPieces(handle, bytes, file);
    return { bytes, sha256: thread.sha256(bytes) };
  } catch (error) {
    thread.stop();
    throw error;
  }
}

async function readPieces(
  handle: FileHandle,
  bytes: Uint8Array,
  file: string,
  use: (piece: Uint8Array) => void = () => {},
): Promise<void> {
  const size = bytes.length;
  const readPiece = (at: number) => handle.read(bytes, at, Math.min(pieceBytes, size - at), at);
  let next = readPiece(0);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await next;
    if (bytesRead === 0) throw new FileFormatError(file, "length", "the file shrank while it was read", at);
    const piece = bytes.subarray(at, at + bytesRead);
    at += bytesRead;
    if (at < size) next = readPiece(at);
    use(piece);
  }
}
