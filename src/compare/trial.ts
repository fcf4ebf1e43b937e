import { createHash } from "node:crypto";
import * as v from "valibot";
import { type ResolvedConfig, resolvedConfigSchema } from "../config/settings.js";
import { engineNames } from "../engine/engine.js";
import { canonicalJson } from "./canonical-json.js";

/** Settings that do not change what is learned, or that a trial names in its own fields. */
const elsewhere = [
  "data",
  "lossModule",
  "engine",
  "threads",
  "out",
  "logInterval",
  "evalEvery",
  "checkpointEvery",
  "minAccuracy",
] as const;

const settingsSchema = v.omit(resolvedConfigSchema, elsewhere);
const count = v.pipe(v.number(), v.integer("an integer >= 0"), v.minValue(0, "an integer >= 0"));
const positive = v.pipe(v.number(), v.finite("a number > 0"), v.gtValue(0, "a number > 0"));
const atLeastZero = v.pipe(v.number(), v.finite("a number >= 0"), v.minValue(0, "a number >= 0"));
const share = v.pipe(v.number(), v.minValue(0, "a number from 0 to 1"), v.maxValue(1, "a number from 0 to 1"));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"));
/** JSON has no word for what a training that diverged ends in. */
const loss = v.nullable(v.pipe(v.number(), v.finite("a finite number")));

/** All counts are from the start of the training. */
const curvePointSchema = v.strictObject({
  /** passes over the training examples so far; a fraction within an epoch, 0 where the first batch diverged */
  epoch: atLeastZero,
  steps: count,
  forwardExamples: count,
  /** examples that were selected */
  backwardExamples: count,
  testAccuracy: share,
  /** mean of the classes' recalls; null where a class has no test example */
  balancedAccuracy: v.nullable(share),
  /** mean per-example training loss since the previous point, nats; null: not finite */
  meanLoss: loss,
  /** mean per-example test loss, nats; null: not finite */
  testLoss: loss,
});

/**
 * One training of a comparison: all that a verdict needs. Only `timings` depends on the machine. No default may ever
 * change what an id stands for, so the settings are complete.
 */
export const trialSchema = v.strictObject({
  /** `trialId` of the other fields; the file's name */
  id: sha256,
  /** with the seed */
  settings: settingsSchema,
  data: v.strictObject({
    /** of the known set; null for a folder, whose path depends on the machine */
    name: v.nullable(v.string()),
    /** `LoadedData.sha256`, of all that was trained and tested on */
    sha256,
    train: count,
    test: count,
    /** the largest training label, plus 1; not recorded by early versions */
    classes: v.optional(count),
  }),
  engine: v.picklist(engineNames),
  /** `arithmeticVersion` */
  arithmetic: count,
  /** version of ohem; not a part of the id */
  ohem: v.string(),
  /** in order; the last point is the end of the training, also of one that diverged */
  curve: v.pipe(v.array(curvePointSchema), v.minLength(1, "at least one point")),
  /** `packBits` of right (1) and wrong (0) predictions, one a test example, at the end */
  correct: v.pipe(v.string(), v.base64("base64")),
  /** where the loss stopped being finite; null: nowhere */
  diverged: v.nullable(v.strictObject({ epoch: count, step: count, reason: v.string() })),
  timings: v.strictObject({
    /** UTC, ISO 8601 */
    startedAt: v.string(),
    host: v.string(),
    cpu: v.string(),
    threads: count,
    /** of the whole training, without evaluations */
    trainSeconds: atLeastZero,
    /** of an example */
    forwardSeconds: positive,
    /** of a selected example, without the update; null where nothing was selected */
    backwardSeconds: v.nullable(positive),
    /** of a step: what a backward pass takes when nothing is selected, Adam included */
    updateSeconds: atLeastZero,
  }),
});
/** One training of a comparison, as its file has it. */
export type Trial = v.InferOutput<typeof trialSchema>;
export type CurvePoint = Trial["curve"][number];
/** The settings of a training that decide what it learns. */
export type TrialSettings = Trial["settings"];

/** What a trial keeps of the settings of a training. */
export function trialSettings(config: ResolvedConfig): TrialSettings {
  const kept = Object.entries(config).filter(
    ([name, value]) => value !== undefined && !(elsewhere as readonly string[]).includes(name),
  );
  return v.parse(settingsSchema, Object.fromEntries(kept));
}

/** SHA-256, lower-case hex, of what decides all but the timings. */
export function trialId(
  trial: Pick<Trial, "settings" | "engine" | "arithmetic"> & { data: { sha256: string } },
): string {
  const { settings, data, engine, arithmetic } = trial;
  const identity = canonicalJson({ settings, data: data.sha256, engine, arithmetic });
  return createHash("sha256").update(identity).digest("hex");
}

export function trialFileName(id: string): string {
  return `${id}.json`;
}
