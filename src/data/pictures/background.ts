import type { Picture } from "./picture.js";

/** The pixels of the outermost rows and columns. */
export function border(data: ArrayLike<number>, width: number, height: number): number[] {
  const pixels: number[] = [];
  for (let x = 0; x < width; x++) pixels.push(data[x], data[(height - 1) * width + x]);
  for (let y = 1; y < height - 1; y++) pixels.push(data[y * width], data[(y + 1) * width - 1]);
  return pixels;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/**
 * The picture on a background: what most of its border shows or, where that is transparent, whichever of white and
 * black its ink stands out from.
 */
export function composite({ width, height, grey, alpha }: Picture): ArrayLike<number> {
  if (alpha === undefined) return grey;
  const background = backgroundOf(grey, alpha, width, height);
  return grey.map((level, i) => Math.round((level * alpha[i] + background * (255 - alpha[i])) / 255));
}

function backgroundOf(grey: Uint8Array, alpha: Uint8Array, width: number, height: number): number {
  const alphas = border(alpha, width, height);
  if (median(alphas) > 127) return median(border(grey, width, height).filter((_, i) => alphas[i] > 127));
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < grey.length; i++) {
    sum += grey[i] * alpha[i];
    weight += alpha[i];
  }
  return sum > 127 * weight ? 0 : 255;
}
