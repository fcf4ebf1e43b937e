/**
 * @typedef {{ median: number, min: number, max: number }} Summary
 */

/**
 * @param {readonly number[]} values at least one
 * @returns {Summary}
 */
export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/**
 * @param {Summary} summary
 * @param {number} factor
 * @returns {Summary}
 */
export function scale({ median, min, max }, factor) {
  return { median: median * factor, min: min * factor, max: max * factor };
}

/**
 * @param {Summary} summary
 * @param {number} digits
 */
export function format({ median, min, max }, digits) {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}-${max.toFixed(digits)})`;
}
