import { open } from "node:fs/promises";
import { FileFormatError } from "../errors/errors.js";
import { unreadable } from "./system-error.js";

/** Enough for most files, whose end the second call finds. */
const firstBytes = 2 ** 14;

/**
 * Reads a whole file, but never more than its limit: devices and pipes give 0 as their size and may be endless.
 * @throws FileFormatError for a file of more than `maxBytes`, InputError for one that cannot be read
 */
export async function readBytes(file: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readUpTo(file, maxBytes + 1).catch((error) => {
    throw unreadable(file, error);
  });
  if (bytes.length > maxBytes) throw new FileFormatError(file, "size", `expected at most ${maxBytes} bytes`);
  return bytes;
}

/** @throws FileFormatError also for a file that is not UTF-8 */
export async function readText(file: string, maxBytes: number): Promise<string> {
  const bytes = await readBytes(file, maxBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FileFormatError(file, "text", "expected UTF-8");
  }
}

/** Through a handle, whose calls the tests can make fail; a stream takes twice as long for a small file. */
async function readUpTo(file: string, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file);
  try {
    let bytes = new Uint8Array(Math.min(length, firstBytes));
    for (let filled = 0; ; ) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled);
      if (bytesRead === 0) return bytes.slice(0, filled);
      filled += bytesRead;
      if (filled === bytes.length) bytes = enlarged(bytes, Math.min(length, 2 * filled));
    }
  } finally {
    await handle.close();
  }
}

function enlarged(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
