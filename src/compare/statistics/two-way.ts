/**
 * The standard error of a mean difference for other seeds and other test images at once: of the seeds' means, plus that
 * of the images' means, minus what both count (crossed random effects without repeats).
 * @param differences [n seeds][m images], n and m >= 2
 */
export function twoWayStandardError(differences: readonly ArrayLike<number>[]): number {
  const n = differences.length;
  const m = differences[0].length;
  const seeds = differences.map((row) => sum(m, (j) => row[j]) / m);
  const images = Array.from({ length: m }, (_, j) => sum(n, (i) => differences[i][j]) / n);
  const mean = sum(n, (i) => seeds[i]) / n;
  const ofSeeds = sum(n, (i) => (seeds[i] - mean) ** 2) / (n - 1);
  const ofImages = sum(m, (j) => (images[j] - mean) ** 2) / (m - 1);
  const left = sum(n, (i) => sum(m, (j) => (differences[i][j] - seeds[i] - images[j] + mean) ** 2));
  const residual = left / ((n - 1) * (m - 1));
  return Math.sqrt(Math.max(0, ofSeeds / n + ofImages / m - residual / (n * m)));
}

function sum(count: number, of: (index: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += of(i);
  return total;
}
