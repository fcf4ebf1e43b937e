import { stat } from "node:fs/promises";
import { join } from "node:path";
import { FileFormatError, InputError } from "../errors/errors.js";
import { ohemCommand } from "../files/ohem-command.js";
import { quoted } from "../files/quoted.js";
import type { Comparison } from "./comparison.js";
import { readComparisonFile } from "./comparison-file.js";
import { looksIn, readPlan } from "./comparison-folder.js";
import { createDoneTrials } from "./done-trials.js";
import { type Entry, toEntries } from "./entries.js";
import type { RejudgingOptions } from "./judging-options.js";
import { comparisonName, planName } from "./names.js";
import type { Plan, PlannedTrial } from "./plan.js";
import { planCommand } from "./plan-command.js";
import { readTrials } from "./read-trials.js";
import { describeMissing } from "./shards/missing.js";
import { readRecords } from "./shards/record.js";

/** A verdict, and all that it was reached from. */
export interface ComparisonWithTrials {
  readonly plan: Plan;
  readonly comparison: Comparison;
  /** in the order of the verdicts, with the trials of its seeds */
  readonly entries: readonly Entry[];
  /** planned, and not there */
  readonly missing: readonly PlannedTrial[];
}

/**
 * The verdict of a comparison's folder, from its trials alone.
 * @param partial whether trials may be missing: then it is that of the seeds that are complete, by the rule for many
 * looks
 * @throws InputError when it is no comparison, or when trials are missing or damaged
 */
export async function judgeFolder(
  path: string,
  judging: RejudgingOptions,
  partial: boolean,
): Promise<ComparisonWithTrials> {
  const plan = await readPlan(path);
  if (plan === undefined) throw new InputError(`${path}: not a comparison's folder (it has no ${planName})`);
  const { trials, damaged } = await readTrials(path, plan);
  if (damaged.length > 0) throw damaged[0];
  const done = createDoneTrials(plan, trials, judging);
  const missing = done.missing(plan.seeds);
  if (missing.length > 0 && !partial) {
    const { trials: all } = done.count(plan.seeds);
    const problem = `${missing.length} of ${all} are missing; --partial judges those that are there`;
    throw new FileFormatError(path, "trials", problem, undefined, await commandFor(path, plan, missing));
  }
  const complete = plan.seeds.filter((seed) => done.missing([seed]).length === 0);
  const comparison = done.verdict(complete, await looksIn(path), missing.length);
  return { plan, comparison, entries: entriesOf(plan, comparison, [...trials.values()]), missing };
}

/** That trains what is missing; where that takes several, the one that names them all. */
async function commandFor(path: string, plan: Plan, missing: readonly PlannedTrial[]): Promise<string> {
  const { shards } = describeMissing(plan, missing, await readRecords(path));
  const commands = shards.flatMap((array) => array.commands);
  if (commands.length === 1) return commands[0];
  const words = commands.length === 0 ? `${planCommand(plan)} --out` : "compare merge";
  return `${ohemCommand()} ${words} ${quoted(path)}`;
}

/** As `judgeFolder`, judged as the folder's comparison.json was, where there is one. */
export async function judgeFolderAgain(path: string, partial: boolean): Promise<ComparisonWithTrials> {
  const file = join(path, comparisonName);
  const isThere = (await stat(file).catch(() => undefined)) !== undefined;
  return judgeFolder(path, isThere ? judgingOf(await readComparisonFile(file)) : {}, partial);
}

/** The trials of a verdict that was just reached in a folder. */
export async function withTrials(path: string, comparison: Comparison): Promise<ComparisonWithTrials> {
  const plan = (await readPlan(path))!;
  const { trials } = await readTrials(path, plan);
  return { plan, comparison, entries: entriesOf(plan, comparison, [...trials.values()]), missing: [] };
}

function judgingOf({ metric, alpha, margin, exploratory }: Comparison): RejudgingOptions {
  return { metric, alpha, margin, target: exploratory.contestants[0].target?.accuracy };
}

/** The contestants of a verdict, with the trials of its seeds. */
export function entriesOf(plan: Plan, { contestants, seeds }: Comparison, trials: Parameters<typeof toEntries>[0]) {
  const planned = contestants.map(({ name }) => plan.contestants.find((contestant) => contestant.name === name)!);
  const own = trials.filter(({ settings }) => seeds.includes(settings.seed));
  return toEntries(own, planned).entries;
}
