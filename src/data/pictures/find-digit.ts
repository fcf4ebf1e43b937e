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
  const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 };
  for (const { left, top, right, bottom } of strokes) {
    box.left = Math.min(box.left, left);
    box.top = Math.min(box.top, top);
    box.right = Math.max(box.right, right);
    box.bottom = Math.max(box.bottom, bottom);
  }
  return box;
}

function widthOf({ left, right }: Box): number {
  return right - left + 1;
}

function heightOf({ top, bottom }: Box): number {
  return bottom - top + 1;
}

/** With the soft edge of the strokes, where it reaches beyond the box. @param blank pixels to leave out */
function crop(ink: Shades, box: Box, blank: ReadonlySet<number>): Shades {
  const at = (x: number, y: number) => {
    if (x < 0 || y < 0 || x >= ink.width || y >= ink.height) return 0;
    const pixel = y * ink.width + x;
    return blank.has(pixel) ? 0 : ink.data[pixel];
  };
  const columns = range(box.left - 1, box.right + 1);
  const rows = range(box.top - 1, box.bottom + 1);
  const softColumn = (x: number) => rows.some((y) => at(x, y) > 0);
  const softRow = (y: number) => columns.some((x) => at(x, y) > 0);
  const left = softColumn(columns[0]) ? box.left - 1 : box.left;
  const right = softColumn(columns[columns.length - 1]) ? box.right + 1 : box.right;
  const top = softRow(rows[0]) ? box.top - 1 : box.top;
  const bottom = softRow(rows[rows.length - 1]) ? box.bottom + 1 : box.bottom;
  const data = range(top, bottom).flatMap((y) => range(left, right).map((x) => at(x, y)));
  return { width: right - left + 1, height: bottom - top + 1, data };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
