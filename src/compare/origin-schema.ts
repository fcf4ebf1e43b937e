import * as v from "valibot";
import { describeSetting, lrSchedules } from "../config/settings.js";
import { labelNoiseKinds } from "../data/label-noise.js";
import { atLeastZero, count, list, object, oneOf, share, text } from "../files/json-fields.js";
import type { Origin } from "./origin.js";

/** What was trained. */
export const originSchema = object("what was trained; null where an early version, or no plan, did not record it", {
  command: text("trains and judges the same again; FOLDER, FILE or MODULE.js: what the comparison cannot know"),
  data: object("what was trained and tested on", {
    name: v.nullable(text("of a known set; null: a folder")),
    sha256: text("of all its bytes, before a training set is derived"),
  }),
  settings: object("those that all contestants share, but for the loss", {
    epochs: v.optional(count(describeSetting("epochs"))),
    batchSize: v.optional(count(describeSetting("batchSize"))),
    lr: v.optional(atLeastZero(describeSetting("lr"))),
    lrSchedule: v.optional(oneOf(lrSchedules, describeSetting("lrSchedule"))),
    trainExamples: v.optional(count(describeSetting("trainExamples"))),
    imbalance: v.optional(atLeastZero(describeSetting("imbalance"))),
    labelNoise: v.optional(share(describeSetting("labelNoise"))),
    labelNoiseKind: v.optional(oneOf(labelNoiseKinds, describeSetting("labelNoiseKind"))),
    warmupEpochs: v.optional(count(describeSetting("warmupEpochs"))),
    annealEpochs: v.optional(count(describeSetting("annealEpochs"))),
    keepAt: v.optional(text(describeSetting("keepAt"))),
  }),
  engine: text("what computed"),
  arithmetic: count("version of the arithmetic: the same one ends in the same bits on every machine"),
  versions: list("of ohem, that trained", text("a version")),
}) satisfies v.GenericSchema<unknown, Origin>;
