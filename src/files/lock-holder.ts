import { readFile, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { InputError } from "../errors/errors.js";
import { jsonBySchema } from "./json-by-schema.js";
import { isRunning, processNamespace } from "./process-identity.js";
import { codeOf } from "./system-error.js";

const holderSchema = v.object({
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  host: v.string(),
  /** in which its pid is one */
  namespace: v.optional(v.string()),
  /** when the lock was made */
  started: v.pipe(v.string(), v.isoTimestamp()),
  identity: v.optional(v.string()),
  token: v.string(),
});
/** The process that a lock file names. */
export type LockHolder = v.InferOutput<typeof holderSchema>;

/** How long a lock without a legible holder may still be being written; after that, its writer has died. */
const writingMilliseconds = 2000;
/**
 * A holder whose process is not visible here, on another machine or in another container, is dead after so long without
 * a sign of life.
 */
const silentMilliseconds = 120_000;
/** What to do about such a holder. */
export const tryAgainLater = `try again ${silentMilliseconds / 60_000} minutes after its last sign of life`;
const maxBytes = 4096;

export function parseHolder(text: string): LockHolder | undefined {
  return jsonBySchema(holderSchema, text);
}

/** Waits while the lock is being written. undefined: there is no lock; illegible: its writer has died. */
export async function readHolder(file: string): Promise<LockHolder | "illegible" | undefined> {
  for (;;) {
    try {
      const found = await stat(file);
      // Reading a named pipe waits for a writer, and a device may never end.
      if (!found.isFile()) throw new InputError(`${file}: not a regular file, expected a lock; remove it`);
      const holder = found.size <= maxBytes ? parseHolder(await readFile(file, "utf8")) : undefined;
      if (holder !== undefined) return holder;
      if (Math.abs(Date.now() - found.mtimeMs) > writingMilliseconds) return "illegible";
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
    await sleep(10);
  }
}

export function isHere({ host, namespace }: LockHolder): boolean {
  return host === hostname() && (namespace === undefined || namespace === processNamespace());
}

/** @returns the holder, if it is alive. @param now in ms, by the clock that sets the lock file's times */
export async function livingHolder(
  holder: LockHolder | "illegible" | undefined,
  file: string,
  now: number,
): Promise<LockHolder | undefined> {
  if (holder === undefined || holder === "illegible") return undefined;
  if (isHere(holder)) return (await isRunning(holder.pid, holder.identity)) ? holder : undefined;
  const modified = await stat(file).catch(() => undefined);
  return modified !== undefined && now - modified.mtimeMs <= silentMilliseconds ? holder : undefined;
}
