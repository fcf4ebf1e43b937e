import * as v from "valibot";
import { count, list, object, share, text } from "../../files/json-fields.js";

const candidate = {
  class: count("the label"),
  name: v.optional(text("of the class, where the data of the training has names")),
  probability: share("of the class"),
};

/** What `ohem predict --json` prints. */
export const predictDocumentSchema = v.strictObject({
  predictions: list(
    "one for each picture, and for each image of an IDX file",
    object("a prediction", {
      file: text("as it was given; stdin for -"),
      index: v.optional(count("of an image in an IDX file, from 0")),
      ...candidate,
      top: list("the most probable classes, as many as --top asks for", object("a class", candidate)),
    }),
  ),
  refused: list(
    "the files without a prediction; if there are any, the exit code is 2",
    object("a file", { file: text("as it was given"), problem: text("why, with its name") }),
  ),
  model: text("the model file"),
  trainedWith: text("the loss that the model was trained with, as --loss takes it"),
  classes: count("of the model"),
});
export type PredictDocument = v.InferOutput<typeof predictDocumentSchema>;
