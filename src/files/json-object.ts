import * as v from "valibot";

/** An object and not a list, which valibot takes for one. @param expected as errors say it */
export function jsonObject(expected: string) {
  return v.custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    expected,
  );
}
