import { open } from "node:fs/promises";
import { arrayBuffer } from "node:stream/consumers";
import { FileFormatError } from "../errors/errors.js";
import { unreadable } from "./system-error.js";

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

/** Through a handle, whose calls the tests can make fail. The stream closes it. */
async function readUpTo(file: string, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file);
  return new Uint8Array(await arrayBuffer(handle.createReadStream({ end: length - 1 })));
}
