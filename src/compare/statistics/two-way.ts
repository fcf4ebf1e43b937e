/**
 * The standard error of a mean difference for other seeds and other test images at once: of the seeds' means, plus that
 * of the images' means, minus what both count (crossed random effects without repeats). Never below that of the seeds.
 * @param differences [n seeds][m images], n and m >= 2
 */
export function twoWayStandardError(differences: readonly ArrayLike<number>[]): number {
  const n = differences.length;
  const m = differences[0].length;
  const seeds = new Float64Array(n);
  const images = new Float64Array(m);
  let squares = 0;
  for (const [i, row] of differences.entries()) {
    for (let j = 0; j < m; j++) {
      seeds[i] += row[j] / m;
      images[j] += row[j] / n;
      squares += row[j] ** 2;
    }
  }
  const mean = seeds.reduce((sum, seed) => sum + seed, 0) / n;
  const ofSeeds = squaresAround(mean, seeds);
  const ofImages = squaresAround(mean, images);
  const residual = squares - n * m * mean ** 2 - m * ofSeeds - n * ofImages;
  const [seedVariance, imageVariance] = [ofSeeds / (n - 1), ofImages / (m - 1)];
  const both = residual / ((n - 1) * (m - 1));
  return Math.sqrt(seedVariance / n + Math.max(0, imageVariance / m - both / (n * m)));
}

function squaresAround(mean: number, values: Float64Array): number {
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
