import * as v from "valibot";

/** The value of a JSON text that its schema accepts; undefined for any other text. */
export function jsonBySchema<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | undefined {
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
}
