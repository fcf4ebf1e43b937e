/** The flags of `ohem train` that decide what is printed, with their help texts. */
export const outputFlags = {
  json: "write one JSON document to stdout instead of log lines; nothing when the run does not end",
  quiet: "write nothing but the result, errors, and how to resume after a stop",
} as const;

export type OutputFlags = { readonly [Name in keyof typeof outputFlags]?: boolean };
