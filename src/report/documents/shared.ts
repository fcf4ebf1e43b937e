import * as v from "valibot";
import { engineNames } from "../../engine/engine.js";
import { flag, object, oneOf, share, text } from "../../files/json-fields.js";
import type { AccuracyGate } from "../accuracy-gate.js";

export const gate = v.nullable(
  object("the gate --min-accuracy; null where there is none", {
    asked: share("the accuracy that was asked for"),
    reached: flag("whether testAccuracy is at least that; if not, the exit code is 1"),
  }),
) satisfies v.GenericSchema<unknown, AccuracyGate | null>;

export const engine = object("what computed", {
  name: oneOf(engineNames, "wasm or tensorflow"),
  description: text('for people: "wasm, 2 threads"'),
  reason: text("why this engine was chosen"),
});
