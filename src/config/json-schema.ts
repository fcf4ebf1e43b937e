import { toJsonSchema } from "@valibot/to-json-schema";
import { settingsSchema } from "./settings.js";

/** The JSON Schema of a file of settings; `configs/schema.json` holds it for editors. */
export function settingsJsonSchema(): object {
  return {
    // Every number of JSON is finite.
    ...toJsonSchema(settingsSchema, { target: "draft-2020-12", ignoreActions: ["finite"] }),
    title: "Settings of a training run of ohem",
    not: { required: ["ratio", "loss"] },
  };
}
