/**
 * The standard error of a mean difference for other seeds and other test images at once: of the seeds' means, plus that
 * of the images' means, minus what both count (crossed random effects without repeats). Never below that of the seeds.
 * @param differences [n seeds], n >= 2: those that are not 0, by image, as few are
 * @param m number of images, >= 2
 */
export function twoWayStandardError(differences: readonly ReadonlyMap<number, number>[], m: number): number {
  const n = differences.length;
  const seeds = new Float64Array(n);
  const images = new Float64Array(m);
  let squares = 0;
  for (const [i, row] of differences.entries()) {
    for (const [j, difference] of row) {
      seeds[i] += difference / m;
      images[j] += difference / n;
      squares += difference ** 2;
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
