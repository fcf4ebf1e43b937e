const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number as a number, any other text as it is, so that whatever checks the value can quote it. */
export function readDecimal(text: string): number | string {
  return decimal.test(text) ? Number(text) : text;
}
