import { randomUUID } from "node:crypto";
import { open, readFile, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { InputError } from "../errors/errors.js";
import { jsonBySchema } from "./json-by-schema.js";
import { isRunning, processIdentity } from "./process-identity.js";
import { codeOf } from "./system-error.js";

const holderSchema = v.object({
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  host: v.string(),
  /** when the lock was made */
  started: v.pipe(v.string(), v.isoTimestamp()),
  identity: v.optional(v.string()),
  token: v.string(),
});
export type LockHolder = v.InferOutput<typeof holderSchema>;

/** How long a lock without a legible holder may still be being written; after that, its writer has died. */
const writingMilliseconds = 2000;
const maxBytes = 4096;
export const takeoverSuffix = ".takeover";

export interface Lock {
  /** Can be called twice, and never fails: a lock file that stays is stale as soon as this process has ended. */
  release(): Promise<void>;
}

/**
 * Creates a file exclusively, so that one process at a time has it. A lock whose process is dead is taken over; a lock
 * made on another machine, whose processes are not visible here, counts as held.
 * @returns the lock, or who holds it
 */
export async function acquireLock(file: string): Promise<Lock | LockHolder> {
  for (;;) {
    const lock = await create(file);
    if (lock !== undefined) return lock;
    const holder = await lockHolder(file);
    if (holder !== undefined) return holder;
    await removeStale(file);
  }
}

/** Who holds the lock; undefined when it is free. */
export async function lockHolder(file: string): Promise<LockHolder | undefined> {
  const holder = await readHolder(file);
  return holder !== undefined && (await isHeld(holder)) ? holder : undefined;
}

export function isHolder(outcome: Lock | LockHolder): outcome is LockHolder {
  return "pid" in outcome;
}

async function create(file: string): Promise<Lock | undefined> {
  const token = randomUUID();
  const { pid } = process;
  const identity = await processIdentity(pid);
  const holder: LockHolder = { pid, host: hostname(), started: new Date().toISOString(), identity, token };
  const handle = await open(file, "wx").catch((error) => {
    if (codeOf(error) === "EEXIST") return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    try {
      await handle.writeFile(`${JSON.stringify(holder)}\n`);
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(file, { force: true }).catch(() => {});
    throw error;
  }
  const release = async () => {
    if ((await readHolder(file))?.token === token) await rm(file, { force: true });
  };
  return { release: () => release().catch(() => {}) };
}

/** Two processes that find the same stale lock must not both take it over: removing it takes a second lock. */
async function removeStale(file: string): Promise<void> {
  const right = await acquireLock(file + takeoverSuffix);
  if (isHolder(right)) return void (await sleep(10));
  if ((await lockHolder(file)) === undefined) await rm(file, { force: true });
  await right.release();
}

/** Waits while the lock is being written. undefined: there is no lock, or an illegible one whose writer has died. */
async function readHolder(file: string): Promise<LockHolder | undefined> {
  for (;;) {
    try {
      const found = await stat(file);
      // Reading a named pipe waits for a writer, and a device may never end.
      if (!found.isFile()) throw new InputError(`${file}: not a regular file, expected a lock; remove it`);
      const holder = found.size <= maxBytes ? jsonBySchema(holderSchema, await readFile(file, "utf8")) : undefined;
      if (holder !== undefined || Math.abs(Date.now() - found.mtimeMs) > writingMilliseconds) return holder;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
    await sleep(10);
  }
}

async function isHeld({ pid, host, identity }: LockHolder): Promise<boolean> {
  return host !== hostname() || isRunning(pid, identity);
}
