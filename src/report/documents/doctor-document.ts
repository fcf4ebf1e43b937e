import * as v from "valibot";
import type { Diagnosis } from "../../doctor/diagnose.js";
import { list, object, oneOf, text } from "../../files/json-fields.js";

/** What `ohem doctor --json` prints. */
export const doctorDocumentSchema = v.strictObject({
  checks: list(
    "what was looked at",
    object("a check", {
      name: text("of what: node, data, nvidia, backend, ..."),
      state: oneOf(
        ["ok", "missing", "none"],
        "ok; missing: something cannot run without it; none: not there, and not needed",
      ),
      found: text("what is there, or what is wrong"),
      fix: v.optional(text("the command that fixes it, if there is one")),
    }),
  ),
  gpu: v.nullable(text("a GPU that has just run a convolution; null: none has")),
}) satisfies v.GenericSchema<unknown, Diagnosis>;
