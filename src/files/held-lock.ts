import { readFileSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { type LockHolder, parseHolder } from "./lock-holder.js";
import { codeOf } from "./system-error.js";

/** How often a holder gives a sign of life, and how long ago it may have been for its lock to be trusted unseen. */
const beatMilliseconds = 20_000;
const trustedMilliseconds = 30_000;

export interface Lock {
  /** the holder on another machine that it was taken over from */
  readonly takenFrom: LockHolder | undefined;
  /**
   * Whether another process has taken it over, as may happen to one that was stopped for minutes.
   * @param trusted reads the lock file, unless it was seen to be this process's so many ms ago
   */
  isLost(trusted?: number): boolean;
  /** Can be called twice, and never fails: a lock file that stays is stale as soon as this process has ended. */
  release(): Promise<void>;
}

/** @param text the content of the lock file, which this process has just made */
export function holdLock(file: string, text: string, takenFrom: LockHolder | undefined): Lock {
  const token = parseHolder(text)?.token;
  let seen = Date.now();
  let lost = false;
  const look = (found: string | undefined) => {
    if (found === text) seen = Date.now();
    else lost = true;
  };
  const timer = setInterval(() => void beat(file, text).then(look, () => {}), beatMilliseconds).unref();
  return {
    takenFrom,
    isLost(trusted = trustedMilliseconds) {
      // The clock may have been set back.
      if (!lost && Math.abs(Date.now() - seen) >= trusted) {
        try {
          look(readFileSync(file, "utf8"));
        } catch (error) {
          if (codeOf(error) === "ENOENT") look(undefined);
        }
      }
      return lost;
    },
    async release() {
      clearInterval(timer);
      try {
        if (parseHolder(await readFile(file, "utf8"))?.token === token) await rm(file, { force: true });
      } catch {}
    },
  };
}

/**
 * Writes the same bytes again, so that the file system gives the file its own time. It cannot write into a lock that
 * has replaced this one after it was opened. @returns what was there
 */
async function beat(file: string, text: string): Promise<string | undefined> {
  const handle = await open(file, "r+").catch((error) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const found = await handle.readFile("utf8");
    if (found === text) await handle.write(text, 0);
    return found;
  } finally {
    await handle.close();
  }
}
