import { InputError } from "../../errors/errors.js";
import { composite } from "./background.js";
import { findInk } from "./ink.js";
import type { Picture } from "./picture.js";
import { resize, type Shades } from "./resize.js";
import { findStrokes, type Stroke } from "./strokes.js";

/** Larger pictures are shrunk to this side first, pixels; a digit that fills a tenth of one is still sharp. */
const workingSide = 800;

/** A stroke with a smaller share of the largest one's pixels is dust. */
const dustShare = 0.03;

/** A stroke with at least this share of the height of all ink may be a digit of its own. */
const digitShare = 0.5;

/** Of MNIST's 10,000 test images, the widest is twice as wide as high. */
const widestDigit = 2;

/**
 * The ink of the one digit on a picture, cropped.
 * @throws InputError for a picture without ink, and for several digits side by side
 */
export function findDigit(picture: Picture, file: string): Shades {
  const shades = { width: picture.width, height: picture.height, data: composite(picture) };
  const ink = findInk(shrink(shades));
  if (ink === undefined) throw new InputError("no ink found, expected one digit", undefined, file);
  const strokes = findStrokes(ink);
  const largest = strokes.reduce((most, { pixels }) => Math.max(most, pixels.length), 0);
  const kept = strokes.filter(({ pixels }) => pixels.length >= dustShare * largest);
  const digits = countDigits(kept);
  if (digits > 1) throw new InputError(`${digits} digits side by side, expected one; crop it`, undefined, file);
  const box = boxAround(kept);
  if (widthOf(box) > widestDigit * heightOf(box)) {
    const shape = `${widthOf(box)} x ${heightOf(box)}`;
    throw new InputError(`the ink is too wide for one digit (${shape} pixels); crop one`, undefined, file);
  }
  const dust = strokes.filter((stroke) => !kept.includes(stroke));
  return crop(ink, box, new Set(dust.flatMap(({ pixels }) => pixels)));
}

function shrink(shades: Shades): Shades {
  const scale = workingSide / Math.max(shades.width, shades.height);
  if (scale >= 1) return shades;
  return resize(shades, Math.max(1, Math.round(shades.width * scale)), Math.max(1, Math.round(shades.height * scale)));
}

type Box = Omit<Stroke, "pixels">;

/** Tall strokes that share no column are digits of their own; MNIST's test images have 3 of 10,000 that look so. */
function countDigits(strokes: readonly Stroke[]): number {
  const height = heightOf(boxAround(strokes));
  const tall = strokes.filter((stroke) => heightOf(stroke) >= digitShare * height);
  let digits = 0;
  let right = -1;
  for (const stroke of tall.toSorted((a, b) => a.left - b.left)) {
    if (stroke.left > right) digits++;
    right = Math.max(right, stroke.right);
  }
  return digits;
}

function boxAround(strokes: readonly Stroke[]): Box {
  return {
    left: Math.min(...strokes.map(({ left }) => left)),
    top: Math.min(...strokes.map(({ top }) => top)),
    right: Math.max(...strokes.map(({ right }) => right)),
    bottom: Math.max(...strokes.map(({ bottom }) => bottom)),
  };
}

function widthOf({ left, right }: Box): number {
  return right - left + 1;
}

function heightOf({ top, bottom }: Box): number {
  return bottom - top + 1;
}

/** With the soft edge of one pixel around the box, where the picture has it. @param blank pixels to leave out */
function crop({ width, height, data }: Shades, box: Box, blank: ReadonlySet<number>): Shades {
  const left = Math.max(0, box.left - 1);
  const top = Math.max(0, box.top - 1);
  const newWidth = Math.min(width - 1, box.right + 1) - left + 1;
  const newHeight = Math.min(height - 1, box.bottom + 1) - top + 1;
  const cropped = new Float32Array(newWidth * newHeight);
  for (let i = 0; i < cropped.length; i++) {
    const from = (top + Math.floor(i / newWidth)) * width + left + (i % newWidth);
    cropped[i] = blank.has(from) ? 0 : data[from];
  }
  return { width: newWidth, height: newHeight, data: cropped };
}
