import type { ComparisonFinished } from "../../compare/events.js";
import type { Output } from "../terminal.js";
import { shardJson, shardText } from "./shard.js";
import { comparisonJson, comparisonText } from "./text.js";

/** The result of a comparison or of its shard, for stdout; undefined when it was stopped. */
export function finishedText(event: ComparisonFinished, json: boolean, stdout: Output): string | undefined {
  const { comparison, complete, shard } = event;
  if (!complete) return undefined;
  if (shard !== undefined) return json ? shardJson(event, shard) : shardText(event, shard);
  return comparison && (json ? comparisonJson(comparison) : comparisonText(comparison, stdout));
}
