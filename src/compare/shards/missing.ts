import { canonicalJson } from "../canonical-json.js";
import { groupBy } from "../group-by.js";
import { type Plan, type PlannedTrial, plannedTrials } from "../plan.js";
import type { ShardRecord } from "./record.js";
import { type Shard, shardOf } from "./shard.js";
import { shardCommand } from "./shard-command.js";

/** A trial that no shard has. */
export interface MissingTrial {
  readonly contestant: string;
  readonly seed: number;
  /** that trains it; undefined where no shard of this comparison has been started */
  readonly shard: Shard | undefined;
}

/** Shards to run again, of one array of them. */
export interface MissingShards {
  /** ascending, from 1 */
  readonly indices: readonly number[];
  readonly count: number;
  /** one for each index, as they can be typed; none where the shards were started by the library */
  readonly commands: readonly string[];
}

/** What a merged comparison lacks. */
export interface Missing {
  readonly trials: readonly MissingTrial[];
  readonly shards: readonly MissingShards[];
}

/** What is missing of a plan, and which shards make it. @param records of the shards that were started */
export function describeMissing(
  plan: Plan,
  missing: readonly PlannedTrial[],
  records: readonly ShardRecord[],
): Missing {
  const arrays = [...groupBy(records, ({ count, seeds }) => canonicalJson([count, seeds])).values()];
  const found = arrays.map((array) => {
    const [{ count, seeds }] = array;
    const own = { ...plan, seeds: [...seeds] };
    const indices = new Map(plannedTrials(own).map(({ id }, place) => [id, shardOf(place, count, own)]));
    return { array, count, indices, needed: new Set<number>() };
  });
  const trials = missing.map(({ id, contestant, seed }) => {
    const array = found.find(({ indices }) => indices.has(id));
    const index = array?.indices.get(id);
    if (index !== undefined) array?.needed.add(index);
    const shard = array && index !== undefined ? { index, count: array.count } : undefined;
    return { contestant: plan.contestants[contestant].name, seed, shard };
  });
  const shards = found.flatMap(({ array, count, needed }) => {
    const indices = [...needed].sort((a, b) => a - b);
    return indices.length === 0
      ? []
      : { indices, count, commands: indices.flatMap((i) => shardCommand(i, array) ?? []) };
  });
  return { trials, shards };
}
