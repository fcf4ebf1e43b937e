import * as v from "valibot";
import { atLeastZero, count, flag, list, object, share, text } from "../../files/json-fields.js";

/** What `ohem suspects --json` prints. */
export const suspectsDocumentSchema = v.strictObject({
  suspects: list(
    "the examples to look at, those most in doubt first",
    object("an example", {
      index: count("in the original data set"),
      label: count("that it was trained with"),
      predicted: count("the other class that was predicted most often"),
      share: share("of its presentations with that prediction"),
      meanLoss: atLeastZero("over its presentations, nats"),
      score: atLeastZero("share * meanLoss"),
      timesSelected: count("how often it had a non-zero weight, from the first epoch on"),
      losses: list(
        "its loss epoch by epoch, as far as it is known; of more than 32 epochs in every 2nd, 4th, ..., and the last",
        object("its loss in an epoch", {
          epoch: count("from 0"),
          loss: atLeastZero("nats; within 3.2%, but exact in the last epoch"),
        }),
      ),
    }),
  ),
  model: text("the model file, which holds what the run has seen"),
  trainedWith: text("the loss that the model was trained with, as --loss takes it"),
  data: text("the data set: its name or folder"),
  examples: count("training examples"),
  epochs: object("the epochs that were counted, from 0", {
    from: count("the first"),
    to: count("the last; it may be under way"),
  }),
  collapsed: flag("whether the net gave the uniform answer at its latest evaluation, so that the list means little"),
  steps: count("that the run has made; before step 1,000 any net repeats its mistakes, and the list means little"),
});
export type SuspectsDocument = v.InferOutput<typeof suspectsDocumentSchema>;
