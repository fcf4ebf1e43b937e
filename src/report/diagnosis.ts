import type { Check } from "../doctor/check.js";
import type { Diagnosis } from "../doctor/diagnose.js";
import { lineWidth, type Output, wrap, wrapLine } from "./terminal.js";

const marks = { ok: "ok", missing: "missing", none: "-" } as const;
/** Narrower texts beside the names of the checks are no longer easy to read. */
const narrowest = 30;

/** One line a check; on a terminal as many as it needs. */
export function diagnosisText({ checks }: Diagnosis, stdout: Output): string {
  const width = lineWidth(stdout);
  return checks.map((check) => `${describe(check, width)}\n`).join("");
}

function describe({ name, state, found, fix }: Check, width: number): string {
  const before = `${marks[state].padEnd(8)}${name.padEnd(12)}`;
  const text = `${found}${fix ? `; to fix it: ${fix}` : ""}`;
  const line = `${before}${text}`;
  const beside = width - before.length;
  if (beside < narrowest) return wrapLine(line.replace(/ {3,}/g, "  "), width);
  if (line.length <= width) return line;
  return `${before}${wrap(text, beside).replaceAll("\n", `\n${" ".repeat(before.length)}`)}`;
}
