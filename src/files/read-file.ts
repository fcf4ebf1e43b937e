import { type FileHandle, open } from "node:fs/promises";
import { FileFormatError } from "../errors/errors.js";
import { unreadable } from "./system-error.js";

/**
 * Reads a whole file of at most `maxBytes`; what it says about its size is not believed (devices and pipes say 0).
 * @throws FileFormatError for a larger file, InputError for one that cannot be read
 */
export async function readBytes(file: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  try {
    const handle = await open(file, "r");
    try {
      bytes = await readUpTo(handle, maxBytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (bytes === undefined) throw new FileFormatError(file, "size", `expected at most ${maxBytes} bytes`);
  return bytes;
}

/** @throws FileFormatError for what is not UTF-8, too */
export async function readText(file: string, maxBytes: number): Promise<string> {
  const bytes = await readBytes(file, maxBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FileFormatError(file, "text", "expected UTF-8");
  }
}

async function readUpTo(handle: FileHandle, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { size } = await handle.stat();
  if (size > maxBytes) return undefined;
  const limit = maxBytes + 1;
  let bytes = new Uint8Array(Math.min(limit, size + 1 || 1));
  let length = 0;
  while (length < limit) {
    if (length === bytes.length) bytes = enlarged(bytes, limit);
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
  }
  return undefined;
}

function enlarged(bytes: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(limit, Math.max(4096, 2 * bytes.length)));
  larger.set(bytes);
  return larger;
}
