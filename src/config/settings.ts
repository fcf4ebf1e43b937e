import * as z from "zod";
import { engineChoices } from "../engine/select.js";

/** Highest seed: seeds are unsigned 32-bit integers. */
const maxSeed = 2 ** 32 - 1;

/**
 * The settings of a run, as a file of settings holds them. Every one may be left out. What is wrong with a value is said by `expected`, one phrase a setting.
 */
export const settingsSchema = z.strictObject(
  {
    $schema: text("the place of the JSON Schema, for editors; not read").optional(),
    description: text("what these settings are for; not read").optional(),
    ratio: number("a number >= 1", (ratio, error) => ratio.min(1, { error }))
      .describe("train on the N/ratio hardest examples of each batch of N; short for the loss ohem:ratio=RATIO")
      .optional(),
    loss: text("how the losses of a batch become its objective: name:key=value,...").optional(),
    epochs: integer(1).describe("passes over the training examples").optional(),
    batchSize: integer(1).describe("examples in a batch; the last batch of an epoch may be shorter").optional(),
    lr: number("a number > 0", (lr, error) => lr.positive({ error }))
      .describe("Adam's learning rate")
      .optional(),
    seed: integer(0, maxSeed)
      .describe("seed of the initial weights, the order of examples and whatever a loss draws")
      .optional(),
    data: text(
      "a known data set's name, or a folder with the four IDX files; relative to the working directory",
    ).optional(),
    engine: z
      .enum(engineChoices, { error: `one of ${engineChoices.join(", ")}` })
      .describe("what computes; auto: a GPU that was proven to work, else wasm")
      .optional(),
    threads: integer(1, 64).describe("threads of the wasm engine (default: all cores, at most 8)").optional(),
    out: text("the run's folder: new or empty; relative to the working directory (default: runs/TIME-LOSS)").optional(),
    logInterval: integer(1).describe("batches from one log line to the next").optional(),
    evalEvery: integer(0).describe("evaluate after every this many epochs; 0: after the last alone").optional(),
    checkpointEvery: integer(1)
      .describe("steps from one checkpoint to the next (default: one after every epoch)")
      .optional(),
    minAccuracy: number("a number from 0 to 1", (accuracy, error) => accuracy.min(0, { error }).max(1, { error }))
      .describe("fail when the test accuracy at the end is lower")
      .optional(),
    warmupEpochs: integer(0).describe("epochs at the start in which every example is kept").optional(),
    annealEpochs: integer(0)
      .describe("epochs after the warm-up in which the kept fraction falls linearly from 1 to the loss's own")
      .optional(),
    keepAt: text("kept fractions by the training accuracy of the epoch before: ACCURACY=FRACTION,...").optional(),
  },
  { error: "an object of settings" },
);

/** As a file, or the flags of a command line, give them. */
export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;
export const settingNames = Object.keys(settingsSchema.shape) as readonly SettingName[];

/** A setting as a command line spells it: `--batch-size`. */
export function flagOf(name: SettingName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What a setting means, for help texts. */
export function describeSetting(name: SettingName): string {
  return settingsSchema.shape[name].unwrap().description ?? "";
}

/** All that a run depends on, defaults filled in; `ratio` has become a `loss`. What stays optional has no default. */
export const resolvedConfigSchema = settingsSchema.omit({ $schema: true, description: true, ratio: true }).required({
  loss: true,
  epochs: true,
  batchSize: true,
  lr: true,
  seed: true,
  data: true,
  engine: true,
  logInterval: true,
  evalEvery: true,
  warmupEpochs: true,
  annealEpochs: true,
});
export type ResolvedConfig = Readonly<z.infer<typeof resolvedConfigSchema>>;

function text(description: string) {
  const error = "a text that is not empty";
  return z.string({ error }).min(1, { error }).describe(description);
}

function integer(least: number, most?: number) {
  const error = most === undefined ? `an integer >= ${least}` : `an integer from ${least} to ${most}`;
  const schema = z.int({ error }).min(least, { error });
  return most === undefined ? schema : schema.max(most, { error });
}

function number(error: string, limit: (schema: z.ZodNumber, error: string) => z.ZodNumber) {
  return limit(z.number({ error }), error);
}
