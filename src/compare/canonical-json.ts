/**
 * JSON with sorted keys and no spaces: equal values have equal texts.
 * @param value plain data
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** With a loop, as a merge sorts thousands of trials. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const fields = value as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(fields).sort()) copy[key] = sorted(fields[key]);
  return copy;
}
