import { SettingError } from "../../errors/errors.js";
import { shortened } from "../../errors/shortened.js";
import { type Plan, type PlannedTrial, plannedTrials } from "../plan.js";
import { shardInArray } from "./schedulers.js";

/** A part of a comparison, trained by one process. */
export interface Shard {
  /** from 1 */
  readonly index: number;
  readonly count: number;
}

export const mostShards = 100_000;

/**
 * Reads `3/8`, or with `auto` and `auto/8` the variables of a scheduler.
 * @throws SettingError for anything else, and where no scheduler has set its variables: never all of a comparison
 * on every machine
 */
export function parseShard(text: string, environment: NodeJS.ProcessEnv): Shard {
  const [, index, count] = /^(\d{1,6}|auto)(?:\/(\d{1,6}))?$/.exec(text) ?? [];
  const asked = count === undefined ? undefined : Number(count);
  if (index === "auto" && isCount(asked ?? 1)) return shardInArray(environment, asked);
  const shard = { index: Number(index), count: asked ?? 0 };
  requireShard(shard, text);
  return shard;
}

/** @throws SettingError */
export function requireShard({ index, count }: Shard, given = `${index}/${count}`): void {
  if (isCount(count) && Number.isInteger(index) && index >= 1 && index <= count) return;
  throw new SettingError("shard", `expected I/N with I from 1 to N, auto or auto/N, got ${shortened(given) || '""'}`);
}

/**
 * The trials that a shard trains: whole seeds, so that a shard that is lost loses whole pairs, and a seed's times come
 * from one machine; single trials where there are more shards than seeds. None is a part, too.
 */
export function trialsOf({ index, count }: Shard, plan: Plan): readonly PlannedTrial[] {
  return plannedTrials(plan).filter((_, place) => shardOf(place, count, plan) === index);
}

/** @param place of a trial in the plan @returns the index of its shard, from 1 */
export function shardOf(place: number, count: number, { seeds, contestants }: Plan): number {
  const perPart = count <= seeds.length ? contestants.length : 1;
  return 1 + (Math.floor(place / perPart) % count);
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= mostShards;
}
