import type { ComparisonFinished, ShardDone } from "../../compare/events.js";
import { shortPath } from "../commands.js";
import type { ShardDocument } from "../documents/shard-document.js";
import { formatCountOf } from "../numbers.js";

/** The result of a shard, for people. */
export function shardText({ folder }: ComparisonFinished, { index, count, trials, of }: ShardDone): string {
  const place = `Shard ${index} of ${count}`;
  if (trials === 0) return `${place}: nothing to do, the comparison has only ${formatCountOf(of, "training")}\n`;
  return `${place}: done, ${trials} of ${formatCountOf(of, "training")} in ${shortPath(folder)}\n`;
}

/** One JSON document. */
export function shardJson({ folder }: ComparisonFinished, { index, count, trials, of }: ShardDone): string {
  const document: ShardDocument = { shard: { index, count }, trials, ofTrials: of, folder };
  return `${JSON.stringify(document)}\n`;
}
