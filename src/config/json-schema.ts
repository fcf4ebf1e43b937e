import * as z from "zod";
import { settingsSchema } from "./settings.js";

/** The JSON Schema of a file of settings; `configs/schema.json` holds it for editors. */
export function settingsJsonSchema(): object {
  return {
    ...z.toJSONSchema(settingsSchema),
    title: "Settings of a training run of ohem",
    not: { required: ["ratio", "loss"] },
  };
}
