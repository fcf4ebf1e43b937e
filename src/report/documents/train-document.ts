import * as v from "valibot";
import { lrSchedules } from "../../config/settings.js";
import type { Derived } from "../../data/derive.js";
import { labelNoiseKinds } from "../../data/label-noise.js";
import { atLeastZero, count, list, number, object, oneOf, share, text } from "../../files/json-fields.js";
import type { Collapse } from "../../train/collapse.js";
import type { EpochDone, EvaluationDone, NoiseFound, RunSchedule } from "../../train/events.js";
import { engine, gate } from "./shared.js";

const schedule = object("of the kept fraction, where there is one", {
  warmupEpochs: count("epochs at the start that keep every example"),
  annealEpochs: count("epochs over which the kept fraction then falls"),
  keepAt: v.optional(text("kept fractions by training accuracy, as --keep-at takes them")),
}) satisfies v.GenericSchema<unknown, RunSchedule>;

const derived = object("how the training set was derived, where it was", {
  trainExamples: v.optional(count("size of the subset")),
  imbalance: v.optional(atLeastZero("factor of the long tail")),
  labelNoise: v.optional(share("share of the labels that were to be replaced")),
  labelNoiseKind: v.optional(oneOf(labelNoiseKinds, "of the wrong labels: symmetric or pairs")),
  from: count("training examples of the original set"),
  perClass: list("training examples of each class, by their original labels", count("examples")),
  labelsChanged: count("labels that are not the original ones"),
  sha256: text("of the indices in the original set (32 bits each, little-endian), then the labels"),
}) satisfies v.GenericSchema<unknown, Derived>;

const config = object("what was trained", {
  loss: text("the loss with its parameters, as --loss takes it"),
  parameters: count("numbers that the net learns"),
  epochs: count("of the whole run"),
  batchSize: count("examples in a batch"),
  lr: atLeastZero("Adam's learning rate; with a schedule the highest"),
  lrSchedule: oneOf(lrSchedules, "of the learning rate: constant, linear or one-cycle"),
  seed: count("of the initial weights, the order of examples and a loss's random choices"),
  schedule: v.optional(schedule),
  fewestKept: v.optional(
    count("examples of a full batch that are kept, the fewest of the run; missing: no fixed part"),
  ),
});

const epoch = object("an epoch", {
  epoch: count("from 0"),
  steps: count("steps so far, from the start of the run"),
  trainSeconds: atLeastZero("without evaluations, checkpoints and output"),
  examplesPerSecond: atLeastZero("in that time"),
  meanLoss: number("mean loss of all examples, nats, each as its batch was trained"),
  objective: number("mean of the batches' objectives, weighted by their sizes"),
  trainAccuracy: share("share of right predictions, each as its batch was trained"),
  keptFraction: share("selected examples / examples"),
  scheduledFraction: v.optional(share("kept fraction that a schedule had put in force at the end")),
  lr: v.optional(atLeastZero("learning rate of the last step; missing if an early version trained the epoch")),
  forwardExamples: count("examples that went through the forward pass"),
  backwardExamples: count("examples that went through the backward pass"),
  forwardSeconds: atLeastZero("in forward passes"),
  backwardSeconds: atLeastZero("in backward passes and Adam"),
  savedSeconds: v.optional(
    atLeastZero("what backward passes of the skipped examples would have taken; missing if none was selected"),
  ),
}) satisfies v.GenericSchema<unknown, Omit<EpochDone, "type">>;

const noise = object("examples that were predicted as the same other class twice; null: no warning of them", {
  epoch: count("the second of the two epochs"),
  steps: count("steps so far, from the start of the run"),
  repeated: count("the examples that were predicted so"),
  examples: count("all of the epoch"),
  keptFraction: share("selected examples / examples"),
  ofSelected: share("share of the selected examples that were predicted so"),
}) satisfies v.GenericSchema<unknown, Omit<NoiseFound, "type">>;

const collapse = object("the net at the last evaluation, if it has collapsed to the uniform answer; null: it has not", {
  epoch: count("that was tested"),
  steps: count("steps so far, from the start of the run"),
  meanLoss: number("mean loss of the epoch's training examples, nats"),
  testLoss: number("mean loss of the test examples, nats"),
  guessing: number("what both are about: ln(classes), the loss of the uniform answer"),
  keptFraction: share("of the epoch: selected examples / examples"),
}) satisfies v.GenericSchema<unknown, Collapse>;

const evaluation = object("an evaluation", {
  epoch: count("the epoch after which it was"),
  steps: count("steps so far, from the start of the run"),
  testAccuracy: share("correct / examples"),
  balancedAccuracy: v.optional(share("mean recall of the classes; missing if an early version evaluated")),
  testLoss: number("mean loss, nats"),
  correct: count("right predictions"),
  examples: count("test examples"),
  seconds: atLeastZero("that it took"),
}) satisfies v.GenericSchema<unknown, Omit<EvaluationDone, "type">>;

/** What `ohem train --json` prints of a complete run. */
export const trainDocumentSchema = v.strictObject({
  testAccuracy: share("right predictions / test examples, after the last epoch"),
  balancedAccuracy: v.optional(
    share("mean recall of the classes that have test examples; missing if an early version evaluated"),
  ),
  testLoss: number("mean loss of the test examples, nats, after the last epoch"),
  minAccuracy: gate,
  trainSeconds: atLeastZero("sum over the epochs, also those before the run was resumed"),
  steps: count("of the whole run"),
  resumedAt: v.nullable(count("steps done before, when the run was resumed; else null")),
  folder: v.nullable(text("the run's folder; null when nothing was written")),
  model: v.nullable(text("the model file; null when nothing was written")),
  version: text("of ohem"),
  engine,
  data: object("the data set", {
    name: text("its name or folder"),
    train: count("training examples"),
    test: count("test examples"),
    classes: count("the largest training label, plus 1"),
    derived: v.optional(derived),
    remark: v.optional(text("what a user of the data has to know, if anything: EMNIST's images are transposed")),
    labelGap: v.optional(text("what is odd about the classes: a label far above the others")),
  }),
  config,
  noise: v.nullable(noise),
  collapse: v.nullable(collapse),
  epochs: list("in their order", epoch),
  evaluations: list("on all test examples, in their order; the last is the result", evaluation),
});
export type TrainDocument = v.InferOutput<typeof trainDocumentSchema>;
