/** The flags of `ohem train` that decide what is printed, with their help texts. `--no-bar` makes `bar` false. */
export const outputFlags = {
  json: [
    "--json",
    "write one JSON document to stdout (fields: ohem help json), no log lines; nothing if the run does not end",
  ],
  quiet: ["--quiet", "write nothing but the result, errors, and how to resume after a stop"],
  bar: [
    "--no-bar",
    "write log lines instead of a bar on a terminal, for screen readers and recordings (CI=true does so too)",
  ],
} as const;

export type OutputFlags = { readonly [Name in keyof typeof outputFlags]?: boolean };
