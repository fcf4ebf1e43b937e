import * as v from "valibot";
import { atLeastZero, count, list, number, object, share, text } from "./field.js";
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

/** What `ohem eval --json` prints. */
export const evalDocumentSchema = v.strictObject({
  testAccuracy: share("correct / examples"),
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
  engine,
  perClass: list("one for each class", classFigures),
  confusion: list(
    "a row for each class: how often it was predicted as each class",
    list("by prediction", count("test examples")),
  ),
});
export type EvalDocument = v.InferOutput<typeof evalDocumentSchema>;
