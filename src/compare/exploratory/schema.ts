import * as v from "valibot";
import { atLeastZero, count, interval, list, number, object, share, text } from "../../files/json-fields.js";
import type { Exploratory } from "./exploratory.js";

const budget = (meaning: string) =>
  v.nullable(
    object(meaning, {
      epochs: atLeastZero("mean epochs of the contestant"),
      baselineEpochs: atLeastZero("mean epochs of the baseline"),
      mean: share("the metric there"),
      baselineMean: share("of the baseline"),
      difference: number("mean, paired by seed"),
      interval: v.nullable(interval("of it alone; null where it has no bounds")),
      seeds: count("those that could be read off the curves"),
    }),
  );

const race = (meaning: string) =>
  object(meaning, {
    median: v.nullable(atLeastZero("over the seeds; null: not reached")),
    wins: count("seeds in which the target is reached before the baseline reaches it"),
    losses: count("after"),
    ties: count("at once, or by neither"),
    p: share("of the sign test"),
  });

/** Other axes of a comparison. */
export const exploratorySchema = object("other axes: they are outside the family of tests, suggest and never show", {
  costs: object("what times are made of: counted work times these", {
    cpu: text("that they were measured on"),
    trials: count("that they are the medians of"),
    forward: atLeastZero("seconds of an example"),
    backward: atLeastZero("seconds of a selected example"),
    update: atLeastZero("seconds of a step"),
  }),
  contestants: list(
    "in the order of the verdicts",
    object("a contestant", {
      name: text("as there"),
      newImages: v.nullable(
        interval("of the difference for other seeds and other test images; null: no such, or no bounds"),
      ),
      equalBackward: budget("at as many selected examples; null: see noBudget"),
      equalTime: budget("at equal time; null: see noBudget"),
      noBudget: v.nullable(text("why a smaller budget is not on the curves; null: it is")),
      target: v.nullable(
        object("the time to --target; null without one", {
          accuracy: share("that was asked for"),
          reached: count("seeds that reached it"),
          seeds: count("of so many"),
          steps: race("until then"),
          seconds: race("until then"),
        }),
      ),
    }),
  ),
}) satisfies v.GenericSchema<unknown, Exploratory>;
