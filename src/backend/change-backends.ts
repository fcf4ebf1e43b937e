import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { InputError } from "../errors/errors.js";
import { makeFolders } from "../files/folders.js";
import type { Lock } from "../files/held-lock.js";
import { acquireLock, isHolder } from "../files/lock-file.js";
import { isHere, type LockHolder } from "../files/lock-holder.js";
import { writeProblem } from "../files/write-problem.js";

/** Names in the folder of backends that are no backends: one in the making, a removed one, and replaced ones. */
export const stagingName = ".installing";
export const removedName = ".removed";
const replacedPrefix = ".replaced-";
const lockName = "lock";

/**
 * Changes the folder of backends while no other process does, and clears up afterwards. Leftovers of a killed process
 * are cleared before.
 * @throws InputError when another process is changing it, or when it cannot be written
 */
export async function changeBackends<T>(home: string, change: () => Promise<T>): Promise<T> {
  const lock = await lockBackends(home);
  try {
    await clear(home);
    return await change();
  } finally {
    await clear(home).finally(lock.release);
  }
}

/** Puts a complete backend in its place. The one that it replaces is kept aside until then. */
export async function putInPlace(folder: string, place: string): Promise<void> {
  if (existsSync(place)) await rename(place, join(dirname(place), replacedPrefix + basename(place)));
  await rename(folder, place);
}

/** Removes leftovers, but puts a replaced backend back if nothing has taken its place. */
async function clear(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const path = join(home, name);
    const replaced = name.startsWith(replacedPrefix) ? join(home, name.slice(replacedPrefix.length)) : undefined;
    if (replaced !== undefined && !existsSync(replaced)) await rename(path, replaced);
    else if (replaced !== undefined || name === stagingName || name === removedName) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function lockBackends(home: string): Promise<Lock> {
  if (!isAbsolute(home)) {
    // Without a home folder each working directory would get backends of its own.
    throw new InputError(`${home}: expected an absolute folder, as HOME names none; set HOME, or OHEM_HOME`);
  }
  const file = join(home, lockName);
  let outcome: Lock | LockHolder;
  try {
    await makeFolders(home);
    outcome = await acquireLock(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = writeProblem(error, "name another folder with OHEM_HOME");
    throw new InputError(`${home}: backends cannot be changed here: ${reason}`);
  }
  if (!isHolder(outcome)) return outcome;
  const { pid, host, started } = outcome;
  // On another machine it may be dead, which shows later.
  const wait = isHere(outcome) ? "" : ", or for two minutes after its last sign of life";
  throw new InputError(
    `${home}: process ${pid} on ${host} has been changing the backends here since ${started}; ` +
      `wait until it has ended${wait}`,
  );
}
