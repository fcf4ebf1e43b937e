import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { RunError } from "../errors.js";
import { reasonOf } from "./system-error.js";

const temporaryName = /^\.ohem-[0-9a-f]{12}-.*\.tmp$/;

/**
 * Writes a file whole or not at all, and durably: a temporary file beside it, synced, renamed over it, and the folder synced. When that fails, or the
 * process is killed, what was there before is still there.
 * @throws RunError that names the file, the reason, and what to do
 */
export async function writeFileWhole(file: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const folder = dirname(file);
  const temporary = join(folder, `.ohem-${randomBytes(6).toString("hex")}-${basename(file)}.tmp`);
  try {
    const handle = await open(temporary, "wx");
    try {
      await writeAll(handle, bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new RunError(`${file}: cannot be written (an earlier file is as it was): ${reasonOf(error)}`);
  }
  await syncFolder(folder).catch((error) => {
    throw new RunError(`${file}: was written, but may not outlast a power failure: ${reasonOf(error)}`);
  });
}

/** Removes the temporary files of writers that were killed. Nobody else may be writing in the folder. */
export async function removeTemporaryFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => temporaryName.test(name));
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

/** A call may write less than it was asked to. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset);
    if (bytesWritten === 0) throw new Error("the device takes no more bytes");
    offset += bytesWritten;
  }
}

/** Makes the new name last. Windows has no such call for folders, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
