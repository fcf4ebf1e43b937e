import { resolve } from "node:path";
import type { LoadedData } from "../data/dataset.js";
import { deriveTraining } from "../data/derive.js";
import { loadData } from "../data/load.js";
import { SettingError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";
import { fewestKept } from "../losses/schedule.js";
import { trainingLoss } from "../run/training-loss.js";
import { folderOf, readPlan, requireSamePlan } from "./comparison-folder.js";
import { estimateSeconds } from "./estimate.js";
import type { ComparisonPlanned, ContestantPlanned } from "./events.js";
import { type Found, findDone } from "./found.js";
import { furtherLookAt } from "./further-look.js";
import { type CompareOptions, defaultMaxSeeds, defaultSeeds, isOpen, jobsOf, requireOptions } from "./options.js";
import { pilotSeeds } from "./pilot.js";
import { createPlan, type Plan, type PlannedTrial, plannedTrials } from "./plan.js";
import { type ResolvedContestant, resolveContestants } from "./resolve-contestants.js";
import { seedRange } from "./seeds.js";
import { trialsOf } from "./shards/shard.js";

/** What a comparison needs before it writes anything. */
export interface PreparedComparison {
  /** the baseline first */
  readonly contestants: readonly ResolvedContestant[];
  readonly data: LoadedData;
  /** training examples, once the training set is derived */
  readonly trainCount: number;
  /** with the seeds that are known so far */
  readonly plan: Plan;
  /** as given, or relative to the working directory */
  readonly folder: string;
  /** that one training of each contestant takes on one thread, about */
  readonly seconds: readonly number[];
}

/** Checks everything and plans. @throws InputError for everything that the user can fix */
export async function prepareComparison(
  specs: readonly string[],
  options: CompareOptions,
): Promise<PreparedComparison> {
  requireOptions(options);
  const { settings = {}, curve = 1, controls = true, firstSeed = 0, seedsFor } = options;
  const contestants = await resolveContestants(specs, settings, controls);
  const { epochs, data: name } = contestants[0].config;
  if (curve > epochs)
    throw new SettingError("curve", `expected at most the ${epochs} epochs of a training, got ${curve}`);
  const data = await attributeTo("data", loadData(name));
  const { train } = deriveTraining(data.train, data.classes, contestants[0].config, firstSeed);
  const count = seedsFor === undefined ? (options.seeds ?? defaultSeeds) : pilotSeeds;
  const plan = createPlan(contestants, data, curve, seedRange(firstSeed, count));
  const seconds = await estimateSeconds(contestants, { ...data, train }, curve);
  return { contestants, data, trainCount: train.count, plan, folder: options.out ?? folderOf(plan), seconds };
}

/** The event that opens a comparison. @param missing the trials that are left */
export function plannedEvent(
  { contestants, trainCount, plan, folder, seconds }: PreparedComparison,
  options: CompareOptions,
  missing: readonly PlannedTrial[] = trialsToTrain(plan, options),
): ComparisonPlanned {
  const trials = trialsToTrain(plan, options).length;
  const jobs = jobsOf(options);
  const { shard } = options;
  return {
    type: "plan",
    folder: resolve(folder),
    contestants: contestants.map((contestant) => describeContestant(contestant, trainCount)),
    seeds: plan.seeds,
    shard: shard && { index: shard.index, count: shard.count, of: contestants.length * plan.seeds.length },
    mostSeeds: isOpen(options) ? (options.maxSeeds ?? defaultMaxSeeds) : undefined,
    epochs: contestants[0].config.epochs,
    trials,
    done: trials - missing.length,
    jobs,
    seconds: missing.reduce((sum, { contestant }) => sum + seconds[contestant], 0) / jobs,
  };
}

/** The same where the comparison's folder holds some of it already. */
export function plannedWith(
  prepared: PreparedComparison,
  options: CompareOptions,
  { done, looks, seeds }: Found,
): ComparisonPlanned {
  const { plan, contestants } = prepared;
  const planned = plannedEvent({ ...prepared, plan: { ...plan, seeds: [...seeds] } }, options, done.missing(seeds));
  const [baseline, ...others] = contestants;
  const controlled = others.flatMap(({ controlOf }) => controlOf.filter((name) => name !== baseline.name));
  const pairs = others.length + controlled.length;
  return { ...planned, furtherLook: furtherLookAt(looks, seeds.length, pairs, options) };
}

/** What the folder holds is read, and nothing is written. @throws as `prepareComparison` and `findDone` */
export async function planComparison(specs: readonly string[], options: CompareOptions): Promise<ComparisonPlanned> {
  const prepared = await prepareComparison(specs, options);
  const folder = resolve(prepared.folder);
  const before = options.shard === undefined ? await readPlan(folder) : undefined;
  if (before === undefined) return plannedEvent(prepared, options);
  requireSamePlan(folder, before, prepared.plan);
  return plannedWith(prepared, options, await findDone(folder, before, prepared.plan, options));
}

function describeContestant({ name, controlOf, config }: ResolvedContestant, trainCount: number): ContestantPlanned {
  const batchSize = Math.min(config.batchSize, trainCount);
  const { loss, schedule } = trainingLoss(config);
  return { name, controlOf, batchSize, fewestKept: fewestKept(loss, schedule, batchSize) };
}

function trialsToTrain(plan: Plan, { shard }: CompareOptions): readonly PlannedTrial[] {
  return shard === undefined ? plannedTrials(plan) : trialsOf(shard, plan);
}
