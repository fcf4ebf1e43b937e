import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError, InputError, RunError } from "../errors/errors.js";
import { makeFolders } from "../files/folders.js";
import { jsonBySchema } from "../files/json-by-schema.js";
import { acquireLock, isHolder } from "../files/lock-file.js";
import { isHere, tryAgainLater } from "../files/lock-holder.js";
import { parseJsonFile } from "../files/parse-json-file.js";
import { readText } from "../files/read-file.js";
import { codeOf } from "../files/system-error.js";
import { removeLeftovers, writeFileWhole } from "../files/write-file.js";
import { writeProblem } from "../files/write-problem.js";
import { canonicalJson } from "./canonical-json.js";
import type { Comparison, Look } from "./comparison.js";
import { comparisonName, comparisonsFolder, lockName, planName, trialsFolder } from "./names.js";
import { differenceOf, type Plan, planSchema } from "./plan.js";
import { unitedSeeds } from "./seeds.js";
import { type Trial, trialFileName } from "./trial.js";
import { trialText } from "./trial-file.js";

const maxPlanBytes = 16 * 2 ** 20;
const looksSchema = v.object({
  looks: v.array(v.strictObject({ seeds: v.pipe(v.number(), v.integer()), rule: v.picklist(["fixed", "sequential"]) })),
});

/** A comparison's folder, locked against other processes until it is closed. */
export interface ComparisonFolder {
  /** absolute */
  readonly path: string;
  /** with the seeds of all calls so far */
  readonly plan: Plan;
  saveTrial(trial: Trial): Promise<void>;
  /** Extends the plan. */
  addSeeds(seeds: readonly number[]): Promise<void>;
  saveComparison(comparison: Comparison): Promise<void>;
  close(): Promise<void>;
}

/**
 * Where a comparison is written when nobody says: below comparisons/, named after its contestants and a digest of its
 * plan, so that the same command finds it again.
 */
export function folderOf(plan: Plan): string {
  const { seeds: _, ...fixed } = plan;
  const digest = createHash("sha256").update(canonicalJson(fixed)).digest("hex").slice(0, 8);
  const chosen = plan.contestants
    .filter(({ controlOf }) => controlOf.length === 0)
    .map(({ name }) => name.replace(/\.json$/, ""));
  const words = chosen.join("-").replace(/[^A-Za-z0-9.]+/g, "-");
  return join(comparisonsFolder, `${words.slice(0, 60).replace(/[-.]+$/, "")}-${digest}`);
}

/**
 * Makes the folder, or opens it to continue: then it must hold the same plan, whose seeds are extended.
 * @throws InputError when it holds something else, RunError while another process trains there
 */
export async function openComparisonFolder(folder: string, wanted: Plan): Promise<ComparisonFolder> {
  const path = resolve(folder);
  const before = await readPlan(path);
  if (before === undefined) await requireEmpty(path);
  else requireSamePlan(path, before, wanted);
  await makeComparisonFolder(path);
  const lock = await acquireLock(join(path, lockName)).catch(unwritable(path));
  if (isHolder(lock)) {
    const { pid, host, started } = lock;
    const holder = `process ${pid} on ${host} has been training this comparison since ${started}`;
    const later = isHere(lock) ? "" : `; if it is dead, ${tryAgainLater}`;
    throw new RunError(`${path}: ${holder}; wait for it, then repeat the command${later}`);
  }
  try {
    await Promise.all([path, join(path, trialsFolder)].map(removeLeftovers));
    const now = await readPlan(path);
    if (now !== undefined) requireSamePlan(path, now, wanted);
    let plan = now ?? { ...wanted, seeds: [] };
    const addSeeds = async (seeds: readonly number[]) => {
      const union = unitedSeeds(plan.seeds, seeds);
      if (union.length === plan.seeds.length) return;
      plan = { ...plan, seeds: union };
      await writeFileWhole(join(path, planName), planText(plan));
    };
    await addSeeds(wanted.seeds);
    return {
      path,
      plan,
      addSeeds,
      saveTrial: (trial) => writeFileWhole(join(path, trialsFolder, trialFileName(trial.id)), trialText(trial)),
      saveComparison: (comparison) => writeFileWhole(join(path, comparisonName), comparisonFileText(comparison)),
      close: lock.release,
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** @throws InputError where nothing can be written */
export async function makeComparisonFolder(path: string): Promise<void> {
  await makeFolders(join(path, trialsFolder)).catch(unwritable(path));
}

function unwritable(path: string): (error: unknown) => never {
  return (error) => {
    const problem = writeProblem(error, "choose another folder");
    throw new InputError(`${path}: no comparison can be written here: ${problem}`);
  };
}

/** @returns undefined where there is none */
export async function readPlan(folder: string): Promise<Plan | undefined> {
  const file = join(folder, planName);
  const names = await namesIn(folder);
  if (!names.includes(planName)) return undefined;
  const { success, issues, output } = v.safeParse(planSchema, parseJsonFile(await readText(file, maxPlanBytes), file));
  if (success) return output;
  throw new FileFormatError(file, pathOf(issues[0]).join(".") || "plan", describeIssue(issues[0]));
}

/** The looks of its comparison.json; none where there is no such file. */
export async function looksIn(folder: string): Promise<readonly Look[]> {
  if (!(await namesIn(folder)).includes(comparisonName)) return [];
  const file = join(folder, comparisonName);
  const comparison = jsonBySchema(looksSchema, await readText(file, maxPlanBytes));
  if (comparison !== undefined) return comparison.looks;
  throw new FileFormatError(file, "looks", "expected the looks of a comparison so far; a deleted file forgets them");
}

/** The content of plan.json. */
export function planText(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** The content of comparison.json. */
export function comparisonFileText(comparison: Comparison): string {
  return `${JSON.stringify(comparison, null, 2)}\n`;
}

/** @throws InputError for a folder with other files in it */
export async function requireEmpty(folder: string): Promise<void> {
  const found = (await namesIn(folder)).filter((name) => name !== trialsFolder && !name.startsWith(lockName));
  const trials = await namesIn(join(folder, trialsFolder));
  const first = [...found, ...trials.map((name) => join(trialsFolder, name))].find((name) => !name.endsWith(".tmp"));
  if (first === undefined) return;
  const problem = `not empty, and no comparison (there is ${JSON.stringify(first)})`;
  throw new InputError(`${folder}: ${problem}; choose a new or empty folder`);
}

/** @throws InputError with the key that differs */
export function requireSamePlan(folder: string, before: Plan, wanted: Plan): void {
  const key = differenceOf(before, wanted);
  if (key === undefined) return;
  throw new InputError(
    `${folder}: holds another comparison (${key} differs); choose another folder, or repeat the command that made it`,
  );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw new InputError(`${folder}: cannot be read as a comparison's folder (${codeOf(error)})`);
  }
}
