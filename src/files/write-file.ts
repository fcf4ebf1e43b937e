import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { RunError } from "../errors/errors.js";
import { writeProblem } from "./write-problem.js";

const temporaryName = /^\.ohem-[0-9a-f]{12}-.*\.tmp$/;

/** The files of a folder, by name. */
export type FolderFiles = Readonly<Record<string, Uint8Array | string>>;

/**
 * Writes a file whole or not at all, and durably: a temporary file beside it is synced and renamed over it, and the
 * folder is synced. After a failure or a kill the earlier file is still there.
 * @throws RunError with the file, the reason, and what to do
 */
export async function writeFileWhole(file: string, content: Uint8Array | string): Promise<void> {
  await writeWhole(file, " (an earlier file is unchanged)", (temporary) => writeSynced(temporary, content));
}

/**
 * Writes a file whole or not at all, but not durably: a copy of one that stays where it is.
 * @throws RunError with the file, the reason, and what to do
 */
export async function writeCopyWhole(file: string, content: string): Promise<void> {
  await replaceWhole(file, "", (temporary) => writeFile(temporary, content, { flag: "wx" }));
}

/**
 * Writes a new folder and its files, whole or not at all, and durably; the rename fails for one that is not empty.
 * @throws RunError with the folder, the reason, and what to do
 */
export async function writeFolderWhole(folder: string, files: FolderFiles): Promise<void> {
  await writeWhole(folder, "", async (temporary) => {
    await mkdir(temporary);
    for (const [name, content] of Object.entries(files)) await writeSynced(join(temporary, name), content);
    await syncFolder(temporary);
  });
}

/** @param otherwise what is there after a failure */
async function writeWhole(path: string, otherwise: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await replaceWhole(path, otherwise, write);
  await syncFolder(dirname(path)).catch((error) => {
    throw new RunError(`${path}: was written, but may not survive a power failure: ${writeProblem(error)}`);
  });
}

async function replaceWhole(
  path: string,
  otherwise: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.ohem-${randomBytes(6).toString("hex")}-${basename(path)}.tmp`);
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw new RunError(`${path}: cannot be written${otherwise}: ${writeProblem(error)}`);
  }
}

/** Whether the name is that of a temporary file or folder of a writer above. */
export function isLeftover(name: string): boolean {
  return temporaryName.test(name);
}

/** Removes the temporary files and folders of killed writers. No other process may be writing in the folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(isLeftover);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Like writeFile with `flush`, but in calls that the tests can make fail one by one. */
async function writeSynced(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename durable. Windows has no such call for folders and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
