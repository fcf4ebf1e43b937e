import { join, resolve } from "node:path";
import { InputError } from "../../errors/errors.js";
import { type KnownOptions, requireKnown } from "../../errors/known-options.js";
import { shortened } from "../../errors/shortened.js";
import { inBatches } from "../../files/in-batches.js";
import { writeCopyWhole, writeFileWhole } from "../../files/write-file.js";
import { canonicalJson } from "../canonical-json.js";
import type { Comparison, Look } from "../comparison.js";
import { comparisonFileText, folderOf, looksIn, readPlan, requireSamePlan } from "../comparison-folder.js";
import { createDoneTrials } from "../done-trials.js";
import { groupBy } from "../group-by.js";
import type { RejudgingOptions } from "../judging-options.js";
import { comparisonName, planName, trialsFolder } from "../names.js";
import type { Plan } from "../plan.js";
import { unitedSeeds } from "../seeds.js";
import { trialFileName } from "../trial.js";
import { trialText } from "../trial-file.js";
import { commonPlan } from "./common-plan.js";
import { describeMissing, type Missing } from "./missing.js";
import { readRecords, type ShardRecord, writeRecord } from "./record.js";
import { openSharedFolder } from "./shared-folder.js";
import { type FoundTrial, uniteTrials } from "./union.js";

/** How `mergeComparisons` judges. */
export interface MergeOptions extends RejudgingOptions {
  /**
   * the folder that the comparison is written to; default: as `compare` without shards would choose, and for a single
   * folder that one
   */
  readonly out?: string | undefined;
  /** reaches a verdict although trials are missing, from the seeds that are complete, by the rule for many looks */
  readonly partial?: boolean | undefined;
}

/** What `mergeComparisons` returns. */
export interface Merged {
  /** absolute; nothing was written there where there is no verdict */
  readonly folder: string;
  /** that were there, each counted once */
  readonly trials: number;
  readonly missing: Missing;
  /** as in the folder's comparison.json; undefined when trials are missing, and no partial verdict was asked for */
  readonly comparison: Comparison | undefined;
}

const known = {
  baseline: true,
  metric: true,
  alpha: true,
  margin: true,
  target: true,
  out: true,
  partial: true,
} as const satisfies KnownOptions<MergeOptions>;

/**
 * Puts the parts of a comparison together: the union of their trials, and the verdict of it. Where, when and in which
 * order they were made and are merged changes nothing, but for what comes from the timings in the trials.
 * @param places the folders of its shards, which may be a single one
 * @throws InputError for folders of different comparisons, and for trials that are damaged or contradict each other
 */
export async function mergeComparisons(places: readonly string[], options: MergeOptions = {}): Promise<Merged> {
  requireKnown("mergeComparisons", options, known);
  if (!isList(places)) {
    const got = shortened(String(places ?? "")) || "none";
    throw new InputError(`expected a list with the folders of a comparison's shards, got ${got}`);
  }
  const { out, partial = false, ...judging } = options;
  const folders = [...new Set(places.map((place) => resolve(place)))];
  const shared = await commonPlan(folders);
  const target = resolve(out ?? (folders.length === 1 ? folders[0] : folderOf(shared)));
  const before = await readPlan(target);
  if (before !== undefined) requireSamePlan(target, before, shared);
  const seeds = unitedSeeds(shared.seeds, before?.seeds ?? []);
  const plan = { ...shared, seeds };
  const sources = [...new Set([...folders, ...(before === undefined ? [] : [target])])];

  const union = await uniteTrials(sources, plan);
  requireSeeds(union, plan);
  const trials = new Map([...union].map(([id, { trial }]) => [id, trial]));
  const done = createDoneTrials(plan, trials, judging);
  const absent = done.missing(seeds);
  const records = (await Promise.all(sources.map(readRecords))).flat();
  const merged = { folder: target, trials: trials.size, missing: describeMissing(plan, absent, records) };
  if (absent.length > 0 && !partial) return { ...merged, comparison: undefined };

  const incomplete = new Set(absent.map(({ seed }) => seed));
  const complete = seeds.filter((seed) => !incomplete.has(seed));
  const comparison = done.verdict(complete, await looksOf(sources), absent.length);
  await writeUnion(target, plan, union, records);
  await writeFileWhole(join(target, comparisonName), comparisonFileText(comparison));
  return { ...merged, comparison };
}

/** A shard writes its plan before its trials: a seed that no plan has shows that a plan.json is not the shard's own. */
function requireSeeds(union: ReadonlyMap<string, FoundTrial>, plan: Plan): void {
  const seeds = new Set(plan.seeds);
  const stray = [...union.values()].find(({ trial }) => !seeds.has(trial.settings.seed));
  if (stray === undefined) return;
  const file = join(stray.folder, trialsFolder, trialFileName(stray.trial.id));
  const problem = `a trial of seed ${stray.trial.settings.seed}, which ${join(stray.folder, planName)} does not have`;
  throw new InputError(`${file}: ${problem}; repeat the command that trained it, or move it away`);
}

function isList(places: unknown): boolean {
  return Array.isArray(places) && places.length > 0 && places.every((place) => typeof place === "string");
}

/** The verdicts that were reached so far, in whichever of the folders; a later one must allow for all of them. */
async function looksOf(folders: readonly string[]): Promise<Look[]> {
  const looks = (await Promise.all(folders.map(looksIn))).flat();
  const each = [...groupBy(looks, canonicalJson).values()].map(([look]) => look);
  // A first look of the fixed rule leaves the others less to spend, whichever was earlier.
  return each.sort((a, b) => (a.rule === b.rule ? a.seeds - b.seeds : a.rule < b.rule ? -1 : 1));
}

async function writeUnion(
  target: string,
  plan: Plan,
  union: ReadonlyMap<string, FoundTrial>,
  records: readonly ShardRecord[],
): Promise<void> {
  const { path } = await openSharedFolder(target, plan);
  const elsewhere = [...union.values()].filter(({ folder }) => folder !== path);
  await inBatches(elsewhere, ({ trial }) =>
    writeCopyWhole(join(path, trialsFolder, trialFileName(trial.id)), trialText(trial)),
  );
  for (const record of records) await writeRecord(path, record);
}
