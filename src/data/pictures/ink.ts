import { border, median } from "./background.js";
import type { Shades } from "./resize.js";

/** Ink differs from its background by at least this much; what differs less may be noise of a camera or of JPEG. */
const leastContrast = 24;

/**
 * How much ink each pixel has, 0 to 255. The background is the median of the border, ink is whatever differs most from
 * it, dark on light or light on dark; what differs as the border itself does is paper.
 * @returns undefined where there is none
 */
export function findInk({ width, height, data }: Shades): Shades | undefined {
  const edge = border(data, width, height);
  const background = median(edge);
  const paper = 4 * median(edge.map((level) => Math.abs(level - background)));
  let darkest = background;
  let lightest = background;
  for (let i = 0; i < data.length; i++) {
    if (data[i] < darkest) darkest = data[i];
    else if (data[i] > lightest) lightest = data[i];
  }
  const sign = background - darkest >= lightest - background ? -1 : 1;
  const range = Math.max(background - darkest, lightest - background) - paper;
  if (range < leastContrast) return undefined;
  const ink = Float32Array.from(data, (level) =>
    Math.min(255, Math.max(0, ((sign * (level - background) - paper) * 255) / range)),
  );
  return { width, height, data: ink };
}
