import * as v from "valibot";
import { count, object, text } from "../../files/json-fields.js";

/** What `ohem compare --shard I/N --json` prints. */
export const shardDocumentSchema = v.strictObject({
  shard: object("the part of the comparison", {
    index: count("which one, from 1"),
    count: count("how many there are"),
  }),
  trials: count("that the shard consists of; all are done"),
  ofTrials: count("of the whole comparison"),
  folder: text("absolute; ohem compare merge takes it"),
});
export type ShardDocument = v.InferOutput<typeof shardDocumentSchema>;
