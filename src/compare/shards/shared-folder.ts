import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RunError } from "../../errors/errors.js";
import { codeOf } from "../../files/system-error.js";
import { writeFileWhole } from "../../files/write-file.js";
import { canonicalJson } from "../canonical-json.js";
import { makeComparisonFolder, planText, readPlan, requireEmpty, requireSamePlan } from "../comparison-folder.js";
import { figuresOf } from "../figures.js";
import { planName, trialsFolder } from "../names.js";
import type { Plan } from "../plan.js";
import { unitedSeeds } from "../seeds.js";
import { type Trial, trialFileName } from "../trial.js";
import { parseTrial, trialText } from "../trial-file.js";

/** A comparison's folder that other processes write, too, on this machine and on others. */
export interface SharedFolder {
  /** absolute */
  readonly path: string;
  saveTrial(trial: Trial): Promise<void>;
}

/**
 * Makes the folder, or opens it. There is no lock: a lock of a machine that died would stop the next attempt, and file
 * systems of many machines disagree about locks and clocks. None is needed, as every file appears whole, and whoever
 * writes the same file writes the same content, but for the timings of a trial.
 * @throws InputError when it holds something else
 */
export async function openSharedFolder(folder: string, wanted: Plan): Promise<SharedFolder> {
  const path = resolve(folder);
  const before = await planIn(path);
  if (before !== undefined) requireSamePlan(path, before, wanted);
  await makeComparisonFolder(path);
  await writePlan(path, withSeeds(before ?? wanted, wanted.seeds));
  // Another process may have written another plan in the meantime.
  requireSamePlan(path, (await readPlan(path)) ?? wanted, wanted);
  return { path, saveTrial: (trial) => saveTrial(join(path, trialsFolder, trialFileName(trial.id)), trial) };
}

/** @returns undefined for an empty folder, and where there is none */
async function planIn(path: string): Promise<Plan | undefined> {
  const plan = await readPlan(path);
  if (plan !== undefined) return plan;
  try {
    await requireEmpty(path);
  } catch (error) {
    // Another shard may just have begun.
    const now = await readPlan(path);
    if (now === undefined) throw error;
    return now;
  }
}

function withSeeds(plan: Plan, seeds: readonly number[]): Plan {
  return { ...plan, seeds: unitedSeeds(plan.seeds, seeds) };
}

async function writePlan(path: string, plan: Plan): Promise<void> {
  const isThere = async () => canonicalJson((await readPlan(path)) ?? null) === canonicalJson(plan);
  if (await isThere()) return;
  try {
    await writeFileWhole(join(path, planName), planText(plan));
  } catch (error) {
    // Windows does not replace a file that is being read, and its writer may be another shard.
    if (!(await isThere())) throw error;
  }
}

/**
 * The first one stays: who trains it a second time, because two processes have the same shard, must find the same.
 * @throws RunError for other figures: arithmetic is the same to the bit on every machine that works
 */
async function saveTrial(file: string, trial: Trial): Promise<void> {
  if (await isThere(file, trial)) return;
  try {
    await writeFileWhole(file, trialText(trial));
  } catch (error) {
    if (await isThere(file, trial)) return;
    // A comparison without shards clears its folder of what killed writers left, and may have hit this writer.
    await writeFileWhole(file, trialText(trial)).catch(() => {
      throw error;
    });
  }
}

async function isThere(file: string, trial: Trial): Promise<boolean> {
  const found = await readTrial(file);
  if (found === undefined) return false;
  if (figuresOf(found) === figuresOf(trial)) return true;
  const hosts = `${found.timings.host} made it with other figures than ${trial.timings.host}`;
  throw new RunError(`${file}: ${hosts}; one of the two machines computes wrongly`);
}

/** @returns undefined for a damaged one, which is replaced */
async function readTrial(file: string): Promise<Trial | undefined> {
  const text = await readFile(file, "utf8").catch((error) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
  if (text === undefined) return undefined;
  try {
    return parseTrial(text, file);
  } catch {
    return undefined;
  }
}
