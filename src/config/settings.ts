import * as v from "valibot";
import { labelNoiseKinds } from "../data/label-noise.js";
import { engineChoices } from "../engine/engine.js";
import { maxDefaultThreads, maxThreads } from "../engine/wasm/thread-limits.js";
import { percentHint } from "../errors/percent-hint.js";
import { scheduledLosses } from "../losses/schedule.js";
import { maxSeed } from "../random.js";

/** How the learning rate changes over a run; src/train/learning-rate.ts computes them. */
export const lrSchedules = ["constant", "linear", "one-cycle"] as const;
export type LrSchedule = (typeof lrSchedules)[number];

const lrSchedule = v.pipe(
  v.picklist(lrSchedules, `one of ${lrSchedules.join(", ")}`),
  v.description(
    "of the learning rate: linear falls from lr to 0, one-cycle rises to lr over 15% of the steps, then falls to 0",
  ),
);

const forLosses = `for the losses ${scheduledLosses.join(", ")}`;

const belowOne = ({ input }: { readonly input: unknown }) => `a number >= 0 and < 1${percentHint(input)}`;

/** The settings of a run, as in a file of settings; all are optional. One phrase a setting says what it expects. */
export const settingsSchema = v.strictObject(
  {
    $schema: v.optional(text("the JSON Schema, for editors; ignored")),
    description: v.optional(text("what these settings are for; ignored")),
    ratio: v.optional(
      v.pipe(
        number("a number >= 1"),
        v.minValue(1, ({ input }) => `a number >= 1${keepHint(input)}`),
        v.description("train on the N/ratio hardest examples of each batch of N; short for the loss ohem:ratio=RATIO"),
      ),
    ),
    loss: v.optional(
      text(
        "how the losses of a batch become its objective: name:key=value,..., or FILE.js:key=value,... for a loss of " +
          "your own, relative to the working directory",
      ),
    ),
    epochs: v.optional(integer("passes over the training examples", 1)),
    batchSize: v.optional(integer("examples in a batch; the last batch of an epoch may be shorter", 1)),
    lr: v.optional(
      v.pipe(
        number("a number > 0"),
        v.gtValue(0, "a number > 0"),
        v.description("Adam's learning rate; with a schedule the highest"),
      ),
    ),
    lrSchedule: v.optional(lrSchedule),
    seed: v.optional(
      integer("seed of initial weights, order of examples, derived training set and choices of a loss", 0, maxSeed),
    ),
    data: v.optional(text("a known data set, or a folder with the four IDX files; relative to the working directory")),
    trainExamples: v.optional(
      integer("train on a random subset of this size in which the classes keep their proportions", 1),
    ),
    imbalance: v.optional(
      v.pipe(
        number("a number >= 1"),
        v.minValue(1, ({ input }) => `a number >= 1${factorHint(input)}`),
        v.description("train on a long tail: the last class keeps 1/FACTOR of what the largest has"),
      ),
    ),
    labelNoise: v.optional(
      v.pipe(
        v.number(belowOne),
        v.minValue(0, belowOne),
        v.ltValue(1, belowOne),
        v.description("train with wrong labels: each training label is replaced with this probability"),
      ),
    ),
    labelNoiseKind: v.optional(
      v.pipe(
        v.picklist(labelNoiseKinds, `one of ${labelNoiseKinds.join(", ")}`),
        v.description(
          "of the wrong labels: symmetric is any other class, pairs the next one, and the first for the last " +
            "(default: symmetric)",
        ),
      ),
    ),
    engine: v.optional(
      v.pipe(
        v.picklist(engineChoices, `one of ${engineChoices.join(", ")}`),
        v.description("what computes; auto: a GPU that passed the proof, else wasm"),
      ),
    ),
    threads: v.optional(
      integer(
        `threads of the wasm engine, 1 to ${maxThreads} (default: all cores, at most ${maxDefaultThreads}; ` +
          "Node 20 does not see a container's CPU quota)",
        1,
        maxThreads,
      ),
    ),
    out: v.optional(
      text("the run's folder, new or empty; relative to the working directory (default: runs/TIME-LOSS)"),
    ),
    logInterval: v.optional(integer("log every N batches", 1)),
    evalEvery: v.optional(integer("evaluate every N epochs (0: only after the last)", 0)),
    checkpointEvery: v.optional(integer("save a checkpoint every N steps (default: after every epoch)", 1)),
    minAccuracy: v.optional(share("fail if the final test accuracy is lower")),
    warmupEpochs: v.optional(integer(`epochs at the start that keep every example (${forLosses})`, 0)),
    annealEpochs: v.optional(
      integer(
        `epochs after the warm-up over which the kept fraction falls linearly from 1 to the loss's own (${forLosses})`,
        0,
      ),
    ),
    keepAt: v.optional(
      text(`kept fractions by the training accuracy of the previous epoch: ACCURACY=FRACTION,... (${forLosses})`),
    ),
  },
  "an object of settings",
);

import type { Settings } from "./settings-type.js";

export type { Settings };
export type SettingName = keyof Settings;
export const settingNames = Object.keys(settingsSchema.entries) as readonly SettingName[];

/** The flag of a setting: `--batch-size`. */
export function flagOf(name: SettingName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The meaning of a setting, for help texts. */
export function describeSetting(name: SettingName): string {
  return v.getDescription(settingsSchema.entries[name].wrapped) ?? "";
}

/** Those that `resolveConfig` fills in. */
const filledIn = [
  "loss",
  "epochs",
  "batchSize",
  "lr",
  "lrSchedule",
  "seed",
  "data",
  "engine",
  "logInterval",
  "evalEvery",
  "warmupEpochs",
  "annealEpochs",
] as const;
type FilledIn = (typeof filledIn)[number];

const complete = v.required(v.omit(settingsSchema, ["$schema", "description", "ratio"]), filledIn);

/** Everything a run depends on: defaults are filled in, `ratio` has become a `loss`. Still optional: no default. */
export type ResolvedConfig = Readonly<
  Omit<Settings, "$schema" | "description" | "ratio" | FilledIn> & {
    [Name in keyof Pick<Settings, FilledIn>]-?: NonNullable<Settings[Name]>;
  } & {
    /**
     * the file of the module that defines the loss, absolute, or `memory:NAME`; undefined: it is built in. `loss` holds
     * the digest of its code.
     */
    lossModule?: string | undefined;
  }
>;

export const resolvedConfigSchema = v.strictObject({
  ...complete.entries,
  lossModule: v.optional(text("the file of the module that defines the loss")),
}) satisfies v.GenericSchema<unknown, ResolvedConfig>;

/** As a checkpoint holds it: in those of early versions the learning rate has no schedule. */
export const storedConfigSchema = v.strictObject({
  ...resolvedConfigSchema.entries,
  lrSchedule: v.optional(lrSchedule, "constant"),
}) satisfies v.GenericSchema<unknown, ResolvedConfig>;

/** A ratio below 1 is meant as the kept fraction itself. */
function keepHint(ratio: number): string {
  return ratio > 0 ? ` (the loss ohem:keep=${ratio} keeps that fraction)` : "";
}

/** A share below 1 is meant as that of the last class. */
function factorHint(factor: number): string {
  return factor > 0 ? ` (the last class has ${factor} of the largest with the factor ${round(1 / factor)})` : "";
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

function text(meaning: string) {
  const expected = "a non-empty text";
  return v.pipe(v.string(expected), v.minLength(1, expected), v.description(meaning));
}

function integer(meaning: string, least: number, most: number = Number.MAX_SAFE_INTEGER) {
  const open = most === Number.MAX_SAFE_INTEGER;
  const expected = open ? `an integer >= ${least}` : `an integer from ${least} to ${most}`;
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(least, expected),
    v.maxValue(most, `an integer from ${least} to ${most}`),
    v.description(meaning),
  );
}

/** JSON has no infinity, but a number that is too large is read as one. */
function number(expected: string) {
  return v.pipe(v.number(expected), v.finite(expected));
}

function share(meaning: string) {
  const expected = ({ input }: { readonly input: unknown }) => {
    return `a number from 0 to 1${percentHint(input)}`;
  };
  return v.pipe(v.number(expected), v.minValue(0, expected), v.maxValue(1, expected), v.description(meaning));
}
