/** Shades of grey or of ink: [height, width], 0 to 255. */
export interface Shades {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/** What one pixel of a resized row is made of: weights, which sum to 1, of the pixels from `first` on. */
interface Mix {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Bilinear where it grows; where it shrinks, the same triangle as wide as a new pixel, so that every pixel counts. */
export function resize({ width, height, data }: Shades, newWidth: number, newHeight: number): Shades {
  const across = mixes(width, newWidth);
  const down = mixes(height, newHeight);
  const rows = new Float32Array(height * newWidth);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < newWidth; x++) rows[y * newWidth + x] = mix(across[x], data, y * width, 1);
  }
  const resized = new Float32Array(newHeight * newWidth);
  for (let y = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) resized[y * newWidth + x] = mix(down[y], rows, x, newWidth);
  }
  return { width: newWidth, height: newHeight, data: resized };
}

function mixes(length: number, newLength: number): Mix[] {
  const scale = length / newLength;
  const reach = Math.max(1, scale);
  return Array.from({ length: newLength }, (_, index) => {
    const centre = (index + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(length - 1, Math.floor(centre + reach));
    const weights = Array.from({ length: last - first + 1 }, (_, i) => 1 - Math.abs(first + i - centre) / reach);
    const sum = weights.reduce((a, b) => a + b);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function mix({ first, weights }: Mix, data: ArrayLike<number>, offset: number, step: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * data[offset + (first + i) * step];
  return sum;
}
