import * as v from "valibot";

/** An object that is not a list, which valibot would accept. @param expected for messages */
export function jsonObject(expected: string) {
  return v.custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    expected,
  );
}
