import * as v from "valibot";
import { atLeastZero, count, list, object, text } from "../../files/json-fields.js";

/** What `ohem compare --dry-run --json` prints. */
export const planDocumentSchema = v.strictObject({
  folder: text("absolute; where the trials would go"),
  contestants: list(
    "the baseline first",
    object("a contestant", {
      name: text("its loss, or the file of its settings"),
      controlOf: list("the contestants whose control it is", text("a name")),
      batchSize: count("examples in a full batch"),
      fewestKept: v.nullable(count("examples of a full batch that are kept, at least; null: no fixed part")),
    }),
  ),
  seeds: list("those that the verdict would take in", count("a seed")),
  mostSeeds: v.nullable(count("to which more may be added; null: none are")),
  epochs: count("of a training"),
  trials: count("trainings, or those of the shard"),
  done: count("of these, by earlier calls"),
  jobs: count("trainings at the same time"),
  seconds: atLeastZero("that the rest would take, about"),
  shard: v.nullable(
    object("the part of the comparison; null: all of it", {
      index: count("which one, from 1"),
      count: count("how many there are"),
      of: count("trainings of the whole comparison"),
    }),
  ),
  furtherLook: v.nullable(
    object("what adding seeds to a verdict costs; null: nothing is added", {
      before: list("seeds of the looks before, in their order", count("how many")),
      detectable: v.nullable(
        atLeastZero("smallest difference that is shown / that of as many new seeds; null: none is shown"),
      ),
    }),
  ),
});
export type PlanDocument = v.InferOutput<typeof planDocumentSchema>;
