import { constants } from "node:fs";
import { access, lstat, mkdir, readdir, stat, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../errors/errors.js";
import { makeFolders, missingFolders, removeFolders } from "../files/folders.js";
import { type LockHolder, lockHolder, takeoverSuffix } from "../files/lock-file.js";
import { codeOf } from "../files/system-error.js";
import { isLeftover } from "../files/write-file.js";
import { writeProblem } from "../files/write-problem.js";

/** Where runs go that have no `--out`, below the working directory. */
export const runsFolder = "runs";
export const lockName = "lock";

/** Types of Linux's proc and sysfs, from statfs(2): access(2) tells root that it may write in them, and they take no folders. */
const kernelsOwn: ReadonlySet<number> = new Set([0x9fa0, 0x62656572]);

/**
 * Checks, without leaving anything behind, that a run can have this folder: new or empty, in a place that takes files.
 * @param out undefined: a new folder below runs/
 * @throws InputError
 */
export async function checkRunFolder(out: string | undefined): Promise<void> {
  const folder = resolve(out ?? runsFolder);
  if (out !== undefined) await requireFree(folder);
  const missing = await missingFolders(folder);
  const nearest = missing.length > 0 ? dirname(missing.at(-1)!) : folder;
  const elsewhere = "choose another folder with --out";
  try {
    const link = await danglingLink(missing);
    if (link !== undefined)
      throw new InputError(`${link}: a link that leads nowhere, no run can be in it; ${elsewhere}`);
    if (!(await stat(nearest)).isDirectory()) {
      throw new InputError(`${nearest}: not a folder, no run can be in it; ${elsewhere}`);
    }
    await access(nearest, constants.W_OK | constants.X_OK);
    if (process.platform === "linux" && kernelsOwn.has((await statfs(nearest)).type)) {
      throw new InputError(`${folder}: no run can be written here: the files are the kernel's own; ${elsewhere}`);
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** A folder that cannot be made because a link has its name; another run may have made the folder itself in the meantime. */
async function danglingLink(missing: readonly string[]): Promise<string | undefined> {
  for (const path of missing) {
    const entry = await lstat(path).catch(() => undefined);
    if (entry?.isSymbolicLink()) return path;
  }
  return undefined;
}

/** @throws InputError for a folder that another run is writing into, or that is not empty */
async function requireFree(folder: string): Promise<void> {
  const holder = await lockHolder(join(folder, lockName)).catch((error) => {
    throw unwritable(folder, error);
  });
  if (holder !== undefined) throw inUse(folder, holder);
  await requireEmpty(folder);
}

/** What a dead run may leave in a folder does not make it anybody's: its lock, temporary files. */
export async function requireEmpty(folder: string): Promise<void> {
  try {
    const found = (await readdir(folder)).filter((name) => !isLockName(name) && !isLeftover(name));
    if (found.length === 0) return;
    const first = JSON.stringify(found.sort()[0]);
    throw new InputError(`${folder}: not empty (there is ${first}); choose a new or empty folder with --out`);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw unwritable(folder, error);
  }
}

function isLockName(name: string): boolean {
  return name.replaceAll(takeoverSuffix, "") === lockName;
}

/** Makes the folder and those above it. @returns what was made, the innermost first */
export async function makeFolder(folder: string): Promise<readonly string[]> {
  return makeFolders(folder).catch((error) => {
    throw unwritable(folder, error);
  });
}

/** A folder below runs/ that nobody else has: the name, or the name with a number. @returns its path and all that was made, the innermost first */
export async function makeNewFolder(name: string): Promise<{ folder: string; made: readonly string[] }> {
  const runs = resolve(runsFolder);
  const made = await makeFolder(runs);
  for (let number = 1; ; number++) {
    const folder = join(runs, number === 1 ? name : `${name}-${number}`);
    try {
      await mkdir(folder);
      return { folder, made: [folder, ...made] };
    } catch (error) {
      if (codeOf(error) === "EEXIST") continue;
      await removeFolders(made);
      throw unwritable(folder, error);
    }
  }
}

export function inUse(folder: string, { pid, host, started }: LockHolder): InputError {
  const lock = join(folder, lockName);
  return new InputError(
    `${folder}: process ${pid} on ${host} has been writing a run here since ${started}; choose another folder with --out (if it is dead, delete ${lock})`,
  );
}

export function unwritable(folder: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  return new InputError(`${folder}: no run can be written here: ${writeProblem(error)}`);
}
