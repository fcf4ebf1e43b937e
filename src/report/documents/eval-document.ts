import * as v from "valibot";
import type { ModelCard } from "../../checkpoint/model-card.js";
import { atLeastZero, count, list, number, object, share, text } from "../../files/json-fields.js";
import { engine, gate } from "./shared.js";

const classFigures = object("a class", {
  class: count("the label"),
  examples: count("test examples of the class"),
  correct: count("those that were predicted as it"),
  recall: v.nullable(share("correct / examples; null where there are none")),
  precision: v.nullable(share("correct / predictions of the class; null where there are none")),
  confusedWith: v.nullable(count("the most frequent wrong prediction; null where all are right")),
});

/** One class in the report of `ohem eval`. */
export type ClassFigures = v.InferOutput<typeof classFigures>;

const modelCard = object("what is needed to compute the net elsewhere; ohem help model has examples", {
  input: text("shape and scaling of a batch of images"),
  layers: list("in their order; before a colon the name of its tensors", text("a layer")),
  output: text("what the last layer gives"),
  tensors: list(
    "the net's tensors in the model file",
    object("a tensor", {
      name: text("its name, which is PyTorch's"),
      shape: list("row-major, float32", count("a side")),
      dimensions: text('what they are: "out, in, height, width"'),
    }),
  ),
  classes: count("of the model"),
  parameters: count("numbers in these tensors"),
  testAccuracy: v.nullable(share("that its training measured at the end; null if it was stopped before")),
}) satisfies v.GenericSchema<unknown, ModelCard>;

/** What `ohem eval --json` prints. */
export const evalDocumentSchema = v.strictObject({
  testAccuracy: share("correct / examples"),
  balancedAccuracy: share("mean recall of the classes that have test examples"),
  testLoss: number("mean loss, nats"),
  minAccuracy: gate,
  correct: count("right predictions"),
  examples: count("test examples"),
  seconds: atLeastZero("that the evaluation took"),
  model: text("the model file"),
  trainedWith: text("the loss that the model was trained with, as --loss takes it"),
  steps: count("that the model was trained"),
  classes: count("of the model"),
  data: text("the data set that it was tested on: its name or folder"),
  remark: v.optional(text("what a user of the data has to know, if anything: EMNIST's images are transposed")),
  classNames: v.optional(list("of every class, where the data set has them", text("a name"))),
  engine,
  modelCard,
  perClass: list("one for each class", classFigures),
  confusion: list(
    "a row for each class: how often it was predicted as each class",
    list("by prediction", count("test examples")),
  ),
});
export type EvalDocument = v.InferOutput<typeof evalDocumentSchema>;
