import type { Comparison } from "./comparison.js";
import type { FurtherLook } from "./further-look.js";
import type { ResolvedContestant } from "./resolve-contestants.js";
import type { Shard } from "./shards/shard.js";
import type { Trial } from "./trial.js";

/** The events of a comparison, in their order: plan, then trials, among them power once, finished. */
export type CompareEvent = ComparisonPlanned | TrialDone | PowerKnown | ComparisonFinished;

/** Trainings of the seeds that are planned so far. */
interface Count {
  /** in all */
  readonly trials: number;
  /** done, also by earlier calls */
  readonly done: number;
}

/** The first event: what will be trained. */
export interface ComparisonPlanned extends Count {
  readonly type: "plan";
  /** absolute */
  readonly folder: string;
  /** the baseline first */
  readonly contestants: readonly ContestantPlanned[];
  readonly seeds: readonly number[];
  /** the part of `of` trainings that the counts are of; undefined: all */
  readonly shard?: (Shard & { readonly of: number }) | undefined;
  /** more may follow, up to so many; undefined: these are all */
  readonly mostSeeds?: number | undefined;
  /** what adding these seeds to a verdict costs; undefined: nothing */
  readonly furtherLook?: FurtherLook | undefined;
  readonly epochs: number;
  /** trainings at the same time */
  readonly jobs: number;
  /** that the rest will take, about */
  readonly seconds: number;
}

/** A contestant as the plan has it. */
export interface ContestantPlanned extends Pick<ResolvedContestant, "name" | "controlOf"> {
  readonly batchSize: number;
  /** examples of a full batch that are kept, the fewest of a training; undefined: its loss keeps no fraction */
  readonly fewestKept: number | undefined;
}

/** A training that was done. */
export interface TrialDone extends Count {
  readonly type: "trial";
  readonly contestant: string;
  readonly seed: number;
  readonly trial: Trial;
}

/** What the comparison will be able to show, once its first three seeds are done; see pilot.ts. */
export interface PowerKnown {
  readonly type: "power";
  /** how many will be trained */
  readonly seeds: number;
  /** a share, in the pair that spreads most; null: no difference that two accuracies can have */
  readonly detectable: number | null;
  /** the same in the pair that spreads least */
  readonly leastDetectable: number | null;
}

export interface ShardDone extends Shard {
  /** its own, which may be none */
  readonly trials: number;
  /** of the whole comparison */
  readonly of: number;
}

/** The last event, with the verdict. */
export interface ComparisonFinished {
  readonly type: "finished";
  /** false: it was stopped; the same call continues it */
  readonly complete: boolean;
  /** absolute */
  readonly folder: string;
  /** as in the folder's comparison.json; undefined when it was stopped, and for a shard */
  readonly comparison: Comparison | undefined;
  /** undefined: the comparison was trained without shards */
  readonly shard?: ShardDone | undefined;
}
