import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { LoadedCheckpoint } from "../checkpoint/read-checkpoint.js";
import type { ResolvedConfig } from "../config/settings.js";
import { RunError } from "../errors/errors.js";
import { removeFolders } from "../files/folders.js";
import type { Lock } from "../files/held-lock.js";
import { type LineFile, openLines } from "../files/line-file.js";
import { acquireLock, isHolder } from "../files/lock-file.js";
import type { LockHolder } from "../files/lock-holder.js";
import { removeLeftovers, writeFileWhole } from "../files/write-file.js";
import type { RunStarted } from "../train/events.js";
import { localTime } from "./local-time.js";
import { cutMetrics } from "./metrics-file.js";
import { configName, lockName, metricsName, modelName } from "./names.js";
import type { ResumableRun } from "./resume.js";
import { readIdentity, writeRunConfig } from "./run-config.js";
import {
  checkRunFolder,
  inUse,
  inUseByAnother,
  makeFolder,
  makeNewFolder,
  requireEmpty,
  unwritable,
} from "./run-place.js";

/** The folder of a run under way, locked against other processes until it is closed. */
export interface RunFolder {
  /** absolute */
  readonly path: string;
  /** UUID of the run */
  readonly id: string;
  readonly metrics: LineFile;
  /** the process on another machine whose lock was taken over */
  readonly takenFrom: LockHolder | undefined;
  /**
   * Before a file is written: a process that was stopped for minutes may have lost the run to another.
   * @param now whether to look at the lock, even if it has just been seen
   * @throws RunError
   */
  requireHeld(now?: "now"): void;
  close(): Promise<void>;
}

type Started = Omit<RunStarted, "folder" | "id">;

/**
 * Makes the folder of a run: `config.out`, which must be new or empty, else runs/TIME-LOSS below the working directory.
 * @throws InputError when the folder cannot be used; then everything that was made is removed again
 */
export async function createRunFolder(config: ResolvedConfig, run: Started, now = new Date()): Promise<RunFolder> {
  await checkRunFolder(config.out);
  const { folder, made } = await makePlace(config, now);
  const id = randomUUID();
  let lock: Lock | undefined;
  try {
    const outcome = await acquireLock(join(folder, lockName));
    if (isHolder(outcome)) throw inUse(folder, outcome);
    lock = outcome;
    await requireEmpty(folder);
    await removeLeftovers(folder);
    await writeRunConfig(folder, { id, started: now.toISOString() }, config, run);
    return openFolder(folder, id, lock);
  } catch (error) {
    const files = lock ? [configName, metricsName] : [];
    await Promise.allSettled(files.map((name) => rm(join(folder, name), { force: true })));
    await lock?.release();
    await removeFolders(made);
    throw error instanceof RunError ? error : unwritable(folder, error);
  }
}

/**
 * Opens the folder of a run that resumes: metrics after its checkpoint are cut, all of them where it has none, and
 * config.json is written again.
 * @param config to continue with, as config.json shows it
 * @param takeOver whether to take over the lock of another machine without waiting for it to fall silent
 * @throws RunError while another process writes there, or when one has done so since the checkpoint was read;
 * FileFormatError for metrics that ohem did not write
 */
export async function reopenRunFolder(
  { folder, checkpoint }: Pick<ResumableRun, "folder" | "checkpoint">,
  config: ResolvedConfig,
  run: Started,
  takeOver = false,
): Promise<RunFolder> {
  const unusable = (error: unknown) => unwritable(folder, error, "copy the run to another folder and resume it there");
  const lock = await acquireLock(join(folder, lockName), takeOver).catch((error) => {
    throw unusable(error);
  });
  if (isHolder(lock)) throw inUseByAnother(folder, lock);
  try {
    await removeLeftovers(folder);
    if (!(await isLast(folder, checkpoint))) {
      throw new RunError(`${folder}: another process has continued this run; try again`);
    }
    if (checkpoint === undefined) await writeFileWhole(join(folder, metricsName), "");
    else await cutMetrics(join(folder, metricsName), checkpoint.loop.step);
    const before = await readIdentity(folder);
    // Models of early versions have no id.
    const id = checkpoint?.id ?? before.id ?? randomUUID();
    await writeRunConfig(folder, { ...before, id }, config, run);
    return openFolder(folder, id, lock);
  } catch (error) {
    await lock.release();
    throw error instanceof RunError ? error : unusable(error);
  }
}

/** Whether no checkpoint was written after the one that was read, or after there was none. */
async function isLast(folder: string, checkpoint: LoadedCheckpoint | undefined): Promise<boolean> {
  const model = join(folder, modelName);
  if (checkpoint === undefined) return !existsSync(model);
  const { fileSha256 } = await import("../checkpoint/read-checkpoint.js");
  return (await fileSha256(model)) === checkpoint.fileSha256;
}

async function makePlace({ out, loss }: ResolvedConfig, now: Date) {
  if (out !== undefined) return { folder: resolve(out), made: await makeFolder(resolve(out)) };
  const time = localTime(now).replaceAll(":", "-");
  return makeNewFolder(`${time}-${/^[a-z-]*/.exec(loss)![0]}`);
}

function openFolder(path: string, id: string, lock: Lock): RunFolder {
  const metrics = openLines(join(path, metricsName));
  return {
    path,
    id,
    metrics,
    takenFrom: lock.takenFrom,
    requireHeld(now) {
      if (!lock.isLost(now && 0)) return;
      throw new RunError(`${path}: another process has taken over this run; this one ends, and writes no more of it`);
    },
    async close() {
      metrics.close();
      await lock.release();
    },
  };
}
