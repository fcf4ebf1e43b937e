import type { Shades } from "./resize.js";

/** Ink that hangs together, and the box around it, both ends included. */
export interface Stroke {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** indices of its pixels */
  readonly pixels: readonly number[];
}

/** A pixel with less ink, of 255, belongs to no stroke. */
const leastInk = 64;

/** The strokes of a picture: pixels of ink that touch, also by their corners. */
export function findStrokes({ width, height, data }: Shades): Stroke[] {
  const seen = new Uint8Array(width * height);
  const strokes: Stroke[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || data[start] < leastInk) continue;
    seen[start] = 1;
    const pixels = [start];
    const box = { left: width, top: height, right: 0, bottom: 0 };
    // Grows while it is walked.
    for (const pixel of pixels) {
      const x = pixel % width;
      const y = (pixel - x) / width;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
      for (let beside = Math.max(0, x - 1); beside <= Math.min(width - 1, x + 1); beside++) {
        for (let below = Math.max(0, y - 1); below <= Math.min(height - 1, y + 1); below++) {
          const next = below * width + beside;
          if (seen[next] === 1 || data[next] < leastInk) continue;
          seen[next] = 1;
          pixels.push(next);
        }
      }
    }
    strokes.push({ ...box, pixels });
  }
  return strokes;
}
