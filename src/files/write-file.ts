import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { RunError } from "../errors/errors.js";
import { writeProblem } from "./write-problem.js";

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
      if (!(await writeAll(handle, bytes))) throw refused(file, "the device takes no more bytes");
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if (error instanceof RunError) throw error;
    throw refused(file, writeProblem(error));
  }
  await syncFolder(folder).catch((error) => {
    throw new RunError(`${file}: was written, but may not outlast a power failure: ${writeProblem(error)}`);
  });
}

/** Whether the file is a temporary one of `writeFileWhole`. */
export function isLeftover(name: string): boolean {
  return temporaryName.test(name);
}

/** Removes the temporary files of writers that were killed. Nobody else may be writing in the folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(isLeftover);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

/** A call may write less than it was asked to. @returns whether all was written in the end */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<boolean> {
  for (let offset = 0; offset < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset);
    if (bytesWritten === 0) return false;
    offset += bytesWritten;
  }
  return true;
}

function refused(file: string, reason: string): RunError {
  return new RunError(`${file}: cannot be written (an earlier file is as it was): ${reason}`);
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
