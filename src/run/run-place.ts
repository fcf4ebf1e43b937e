import { constants } from "node:fs";
import { access, lstat, mkdir, readdir, stat, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError, RunError } from "../errors/errors.js";
import { makeFolders, missingFolders, removeFolders } from "../files/folders.js";
import { lockHolder, takeoverSuffix } from "../files/lock-file.js";
import { isHere, type LockHolder, tryAgainLater } from "../files/lock-holder.js";
import { codeOf } from "../files/system-error.js";
import { isLeftover } from "../files/write-file.js";
import { writeProblem } from "../files/write-problem.js";
import { lockName, runsFolder } from "./names.js";

/**
 * Types of Linux's proc and sysfs, from statfs(2). They take no folders, but access(2) says that root may write there:
 * without this a dry run would accept them.
 */
const kernelsOwn: ReadonlySet<number> = new Set([0x9fa0, 0x62656572]);

/**
 * Checks, without making anything, that a run can have this folder: new or empty, in a place that takes files.
 * @param out undefined: a new folder below runs/
 * @throws InputError
 */
export async function checkRunFolder(out: string | undefined): Promise<void> {
  const folder = resolve(out ?? runsFolder);
  if (out !== undefined) await requireFree(folder);
  const missing = await missingFolders(folder);
  const nearest = missing.length > 0 ? dirname(missing.at(-1)!) : folder;
  const refuse = (where: string, problem: string) => {
    throw new InputError(`${where}: ${problem}; choose another folder`);
  };
  try {
    const link = await danglingLink(missing);
    if (link !== undefined) refuse(link, "a link that leads nowhere cannot hold a run");
    if (!(await stat(nearest)).isDirectory()) refuse(nearest, "not a folder, so it cannot hold a run");
    await access(nearest, constants.W_OK | constants.X_OK);
    if (process.platform === "linux" && kernelsOwn.has((await statfs(nearest)).type)) {
      refuse(folder, "no run can be written here: these files are the kernel's");
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** A link in the place of a folder to be made. Another run may have made the folder itself in the meantime. */
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

/** A folder still counts as empty with what a dead run may leave there: its lock and temporary files. */
export async function requireEmpty(folder: string): Promise<void> {
  try {
    const found = (await readdir(folder)).filter((name) => !isLockName(name) && !isLeftover(name));
    if (found.length === 0) return;
    const first = JSON.stringify(found.sort()[0]);
    throw new InputError(`${folder}: not empty (there is ${first}); choose a new or empty folder`);
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

/**
 * Makes a folder below runs/ for one run: the name, or the name with a number.
 * @returns its path and all folders that were made, the innermost first
 */
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

export function inUse(folder: string, holder: LockHolder): InputError {
  return new InputError(`${whoWrites(folder, holder)}; choose another folder`);
}

/** Another folder does not help a run that resumes; time may: a failure that is worth a retry. */
export function inUseByAnother(folder: string, holder: LockHolder): RunError {
  const problem = whoWrites(folder, holder);
  if (isHere(holder)) return new RunError(`${problem}; wait until it has ended, or end it`);
  return new RunError(`${problem}; if it is dead, ${tryAgainLater}, or take over at once with --take-over`);
}

function whoWrites(folder: string, { pid, host, started, identity }: LockHolder): string {
  const stranger = identity === undefined ? ` (if that is another program, delete ${join(folder, lockName)})` : "";
  return `${folder}: process ${pid} on ${host} has been writing a run here since ${started}${stranger}`;
}

/** @param elsewhere what to do where the folder cannot be used */
export function unwritable(folder: string, error: unknown, elsewhere = "choose another folder"): InputError {
  if (error instanceof InputError) return error;
  return new InputError(`${folder}: no run can be written here: ${writeProblem(error, elsewhere)}`);
}
