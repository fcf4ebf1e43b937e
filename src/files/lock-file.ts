import { randomUUID } from "node:crypto";
import { open, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { holdLock, type Lock } from "./held-lock.js";
import { isHere, type LockHolder, livingHolder, readHolder } from "./lock-holder.js";
import { processIdentity, processNamespace } from "./process-identity.js";
import { codeOf } from "./system-error.js";

export const takeoverSuffix = ".takeover";

/**
 * Creates a file exclusively, so that one process at a time has it. A lock whose process is dead is taken over; one
 * made on another machine, whose processes are not visible here, two minutes after its last sign of life.
 * @param atOnce whether to take over a lock of another machine without waiting
 * @returns the lock, or who holds it
 */
export async function acquireLock(file: string, atOnce = false): Promise<Lock | LockHolder> {
  let takenFrom: LockHolder | undefined;
  for (;;) {
    const lock = await create(file, takenFrom);
    if (lock !== undefined) return lock;
    const holder = await lockHolder(file);
    if (holder !== undefined && isHere(holder)) return holder;
    const { held, removed } = await removeStale(file, atOnce);
    if (held !== undefined) return held;
    takenFrom = removed ?? takenFrom;
  }
}

/** Who holds the lock, by this machine's clock, for a caller that may write nothing; undefined when it is free. */
export async function lockHolder(file: string): Promise<LockHolder | undefined> {
  return livingHolder(await readHolder(file), file, Date.now());
}

export function isHolder(outcome: Lock | LockHolder): outcome is LockHolder {
  return "pid" in outcome;
}

async function create(file: string, takenFrom: LockHolder | undefined): Promise<Lock | undefined> {
  const { pid } = process;
  const identity = await processIdentity(pid);
  const started = new Date().toISOString();
  const namespace = processNamespace();
  const holder: LockHolder = { pid, host: hostname(), namespace, started, identity, token: randomUUID() };
  const text = `${JSON.stringify(holder)}\n`;
  const handle = await open(file, "wx").catch((error) => {
    if (codeOf(error) === "EEXIST") return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(file, { force: true }).catch(() => {});
    throw error;
  }
  return holdLock(file, text, takenFrom);
}

/**
 * Two processes that find the same stale lock must not both take it over: removing it takes a second lock.
 * @returns who holds the lock, or whose of another machine was removed; neither: to be tried again
 */
async function removeStale(file: string, atOnce: boolean): Promise<{ held?: LockHolder; removed?: LockHolder }> {
  const rightFile = file + takeoverSuffix;
  const right = await acquireLock(rightFile);
  if (isHolder(right)) {
    await sleep(10);
    return {};
  }
  try {
    const holder = await readHolder(file);
    // It must not be removed then: another process may be making it.
    if (holder === undefined) return {};
    const isElsewhere = holder !== "illegible" && !isHere(holder);
    // The second lock was made just now, by the same file system's clock.
    const held = await livingHolder(holder, file, (await stat(rightFile)).mtimeMs);
    if (held !== undefined && !(atOnce && isElsewhere)) return { held };
    await rm(file, { force: true });
    return isElsewhere ? { removed: holder } : {};
  } finally {
    await right.release();
  }
}
