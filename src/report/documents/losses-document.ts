import * as v from "valibot";
import { flag, list, number, object, oneOf, text } from "../../files/json-fields.js";

const parameter = object("a parameter", {
  name: text("as --loss takes it"),
  kind: oneOf(["number", "choice"], "number or choice"),
  summary: text("what it means"),
  default: v.nullable(
    v.pipe(v.union([v.number(), v.string()]), v.description("its value unless given; null: it has none then")),
  ),
  minimum: v.optional(number("the smallest legal value")),
  above: v.optional(number("legal values are larger")),
  maximum: v.optional(number("the largest legal value")),
  below: v.optional(number("legal values are smaller")),
  integer: v.optional(flag("whether it is an integer")),
  insteadOf: v.optional(text("the parameter that it takes the place of")),
  choices: v.optional(list("the legal values of a choice", text("one"))),
  legal: text("the legal values in words"),
});

/** A loss. */
export const lossDocumentSchema = v.strictObject({
  name: text("as --loss takes it"),
  summary: text("what it does"),
  formula: text("the objective; l are the N per-example losses, hardest first"),
  source: text("where it comes from"),
  parameters: list("in the order of the help", parameter),
  schedules: flag("whether its kept fraction can follow a schedule"),
  comingFrom: list(
    "how to write the settings of other projects",
    object("a setting", {
      project: text("its name"),
      theirs: text("what it is there"),
      here: text("the same here, with placeholders in <>"),
    }),
  ),
});
export type LossDocument = v.InferOutput<typeof lossDocumentSchema>;

/** What `ohem losses --json` prints: all of them, or the one that was named. */
export const lossesDocumentSchema = v.union([v.array(lossDocumentSchema), lossDocumentSchema]);
