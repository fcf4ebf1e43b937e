/** For a percentage in place of a share: " (98% is 0.98)"; else empty. */
export function percentHint(given: unknown): string {
  const text = typeof given === "number" ? String(given) : typeof given === "string" ? given.trim() : "";
  const number = /^(\d{1,3}(?:\.\d{1,6})?)%?$/.exec(text)?.[1];
  const percent = Number(number);
  if (number === undefined || percent > 100 || (percent < 2 && !text.endsWith("%"))) return "";
  return ` (${number}% is ${Number((percent / 100).toPrecision(12))})`;
}
