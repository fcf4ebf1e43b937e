import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadCheckpoint } from "../checkpoint/read-checkpoint.js";
import type { ResolvedConfig } from "../config/settings.js";
import { InputError, RunError } from "../errors/errors.js";
import { removeFolders } from "../files/folders.js";
import { openLines } from "../files/line-file.js";
import { acquireLock, isHolder, type Lock } from "../files/lock-file.js";
import { removeLeftovers, writeFileWhole } from "../files/write-file.js";
import type { RunStarted } from "../train/events.js";
import { configName } from "./check-run-files.js";
import { metricsName, modelName, nameLatest } from "./find-run.js";
import { cutMetrics } from "./metrics-file.js";
import { checkRunFolder, inUse, lockName, makeFolder, makeNewFolder, requireEmpty, unwritable } from "./run-place.js";

/** The folder of a run under way: config.json, metrics.jsonl, and the model that the run writes. Nobody else has it until it is closed. */
export interface RunFolder {
  /** absolute */
  readonly path: string;
  /** the model file, which may not be there yet */
  readonly model: string;
  /** what was seen of each example, likewise */
  readonly examples: string;
  /** Whether config.json was missing, and is there again. */
  readonly configRestored: boolean;
  /** Adds one line, its end included. @throws RunError */
  appendMetrics(line: string): void;
  /** Makes the lines so far outlast a power failure: before a checkpoint that counts on them. @throws RunError */
  syncMetrics(): void;
  /** Makes this the run that `ohem eval` takes by default. */
  nameLatest(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes the folder of a run: `config.out`, which must be new or empty, else runs/TIME-LOSS below the working directory.
 * @throws InputError when it cannot be had; then nothing is left of the attempt
 */
export async function createRunFolder(
  config: ResolvedConfig,
  started: Omit<RunStarted, "folder">,
  now: Date = new Date(),
): Promise<RunFolder> {
  await checkRunFolder(config.out);
  const { folder, made } = await makePlace(config, now);
  const files = { config: join(folder, configName), metrics: join(folder, metricsName) };
  let lock: Lock | undefined;
  try {
    lock = await lockFolder(folder);
    await requireEmpty(folder);
    await removeLeftovers(folder);
    await writeFileWhole(files.config, describeRun(config, started, now));
    return openFolder(folder, files.metrics, lock);
  } catch (error) {
    if (lock) await Promise.allSettled(Object.values(files).map((file) => rm(file, { force: true })));
    await lock?.release();
    await removeFolders(made);
    throw error instanceof RunError ? error : unwritable(folder, error);
  }
}

/**
 * Takes up the folder of a run that goes on after `steps` steps: what its metrics say of later ones is taken away. config.json stays as it was, or is written again where it is missing; the run
 * line that follows in metrics.jsonl says with what it goes on.
 * @throws InputError when another process is writing there, or has since the checkpoint was read; FileFormatError for metrics that ohem did not write
 */
export async function reopenRunFolder(
  folder: string,
  steps: number,
  started: Omit<RunStarted, "folder">,
): Promise<RunFolder> {
  const lock = await lockFolder(folder).catch((error) => {
    throw unwritable(folder, error);
  });
  try {
    await removeLeftovers(folder);
    const { loop, config } = await loadCheckpoint(join(folder, modelName));
    if (loop.step !== steps) throw new InputError(`${folder}: another process has gone on with this run; try again`);
    const metrics = join(folder, metricsName);
    await cutMetrics(metrics, steps);
    const configFile = join(folder, configName);
    const configRestored = !existsSync(configFile);
    if (configRestored) await writeFileWhole(configFile, describeRun(config, started));
    return { ...openFolder(folder, metrics, lock), configRestored };
  } catch (error) {
    await lock.release();
    throw error instanceof RunError ? error : unwritable(folder, error);
  }
}

async function makePlace({ out, loss }: ResolvedConfig, now: Date) {
  if (out !== undefined) return { folder: resolve(out), made: await makeFolder(resolve(out)) };
  const time = now.toISOString().slice(0, 19).replaceAll(":", "-");
  return makeNewFolder(`${time}-${/^[a-z-]*/.exec(loss)![0]}`);
}

async function lockFolder(folder: string): Promise<Lock> {
  const outcome = await acquireLock(join(folder, lockName));
  if (isHolder(outcome)) throw inUse(folder, outcome);
  return outcome;
}

/** The text of config.json. @param now undefined: when the run began is not known any more */
function describeRun(
  config: ResolvedConfig,
  { version, engine, data }: Omit<RunStarted, "folder">,
  now?: Date,
): string {
  const { platform, arch, version: node } = process;
  const run = { started: now?.toISOString(), ohem: version, node, platform, arch, engine, data, settings: config };
  return `${JSON.stringify(run, undefined, 2)}\n`;
}

function openFolder(path: string, metricsFile: string, lock: Lock): RunFolder {
  const metrics = openLines(metricsFile);
  return {
    path,
    model: join(path, modelName),
    examples: join(path, "examples.csv"),
    configRestored: false,
    appendMetrics: metrics.append,
    syncMetrics: metrics.sync,
    nameLatest: () => nameLatest(path),
    async close() {
      metrics.close();
      await lock.release();
    },
  };
}
