import { availableParallelism } from "node:os";
import type { Settings } from "../config/settings.js";
import { SettingError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { requireInteger } from "../errors/require-integer.js";
import { requireSignal } from "../errors/require-type.js";
import { maxSeed } from "../random.js";
import { type JudgingOptions, requireJudging } from "./judging-options.js";
import { requireShard, type Shard } from "./shards/shard.js";

/** What `compare` takes besides the contestants. */
export interface CompareOptions extends JudgingOptions {
  /** of all contestants; a file's own settings win over them */
  readonly settings?: Settings | undefined;
  /** default 0 */
  readonly firstSeed?: number | undefined;
  /** how many, at least 2; default 10 */
  readonly seeds?: number | undefined;
  /** chooses the number of seeds after the first three, so that a difference of this share shows with power 0.8 */
  readonly seedsFor?: number | undefined;
  /** the most that `seedsFor` and `untilDecided` may take; default 40 */
  readonly maxSeeds?: number | undefined;
  /** epochs between two evaluations; default 1 */
  readonly curve?: number | undefined;
  /** trainings at the same time; default: one a core */
  readonly jobs?: number | undefined;
  /** the folder; default: below comparisons/, named after the contestants */
  readonly out?: string | undefined;
  /** whether random selection of as many examples runs beside each contestant that skips some; default true */
  readonly controls?: boolean | undefined;
  /** trains a part of the comparison, without a verdict; `mergeComparisons` puts the parts together */
  readonly shard?: Shard | undefined;
  /** the words after the program, for the merge to repeat */
  readonly command?: readonly string[] | undefined;
  /** whether seeds are added until every verdict is reached, by the rule for many looks; default false */
  readonly untilDecided?: boolean | undefined;
  /** trains damaged trials again */
  readonly repair?: boolean | undefined;
  /** an abort drops the trainings under way */
  readonly signal?: AbortSignal | undefined;
}

export const defaultSeeds = 10;
export const defaultMaxSeeds = 40;
const maxJobs = 256;

const known = {
  settings: true,
  firstSeed: true,
  seeds: true,
  seedsFor: true,
  maxSeeds: true,
  curve: true,
  jobs: true,
  out: true,
  controls: true,
  shard: true,
  command: true,
  repair: true,
  signal: true,
  metric: true,
  alpha: true,
  margin: true,
  target: true,
  untilDecided: true,
} as const satisfies KnownOptions<CompareOptions>;

/** @throws InputError for an unknown option, SettingError for an illegal one */
export function requireOptions(options: CompareOptions): void {
  requireKnown("compare", options, known);
  const { firstSeed = 0 } = options;
  const { seeds, maxSeeds = defaultMaxSeeds, seedsFor, untilDecided = false, jobs, curve } = options;
  requireInteger("firstSeed", firstSeed, 0, maxSeed - 1);
  const most = maxSeed - firstSeed + 1;
  if (seeds !== undefined) requireInteger("seeds", seeds, 2, most);
  requireInteger("maxSeeds", maxSeeds, 2, most);
  if (jobs !== undefined) requireInteger("jobs", jobs, 1, maxJobs);
  if (curve !== undefined && !(curve > 0)) throw new SettingError("curve", `expected epochs, above 0, got ${curve}`);
  if (seedsFor !== undefined && !(seedsFor > 0 && seedsFor < 1)) {
    throw new SettingError("seedsFor", `expected a difference above 0, got ${seedsFor}`);
  }
  requireSettings(options.settings);
  requireSignal(options.signal);
  requireFlags(options);
  requireJudging(options);
  requireFolder(options.out);
  if (options.shard !== undefined) requireFitForShards(options.shard, options);
  if (seedsFor !== undefined && seeds !== undefined) {
    throw new SettingError(
      "seedsFor",
      "chooses the number of seeds, cannot be combined with seeds; remove one of them",
    );
  }
  if (options.maxSeeds !== undefined && !isOpen(options)) {
    throw new SettingError(
      "maxSeeds",
      "applies only where the number of seeds is open (--seeds-for, --until-decided); leave it out",
    );
  }
  if (untilDecided && seeds !== undefined && seeds > maxSeeds) {
    throw new SettingError("seeds", `expected at most ${maxSeeds} (--max-seeds), got ${seeds}`);
  }
}

/** TypeScript finds these; JavaScript would take any value for true. */
function requireFlags(options: CompareOptions): void {
  for (const name of ["controls", "repair", "untilDecided"] as const) {
    const value: unknown = options[name];
    if (value === undefined || typeof value === "boolean") continue;
    throw new SettingError(name, `expected true or false, got ${JSON.stringify(value)}`);
  }
}

function requireSettings(settings: unknown): void {
  if (settings === undefined || (typeof settings === "object" && settings !== null)) return;
  throw new SettingError("settings", `expected an object of settings, got ${JSON.stringify(settings)}`);
}

function requireFolder(out: unknown): void {
  if (out === undefined || (typeof out === "string" && out !== "")) return;
  throw new SettingError("out", `expected a folder, got ${JSON.stringify(out)}; a comparison is always written`);
}

function requireFitForShards(shard: Shard, options: CompareOptions): void {
  requireShard(shard);
  if (isOpen(options)) {
    const reason = "every shard must know all seeds, and how many are added depends on trials of other shards";
    throw new SettingError(options.untilDecided ? "untilDecided" : "seedsFor", `not with shards: ${reason}; use seeds`);
  }
  const judging = (["metric", "alpha", "margin", "target"] as const).find((name) => options[name] !== undefined);
  if (judging !== undefined) throw new SettingError(judging, "a shard reaches no verdict; give it to the merge");
}

/** Whether the number of seeds depends on what the first ones show. */
export function isOpen({ seedsFor, untilDecided = false }: CompareOptions): boolean {
  return seedsFor !== undefined || untilDecided;
}

/** Trainings at the same time: as asked, else one a core. */
export function jobsOf({ jobs }: CompareOptions): number {
  return jobs ?? Math.min(availableParallelism(), maxJobs);
}
