import { FileFormatError } from "../../errors/errors.js";

/** A decoded picture in shades of grey. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [height, width], 0 black to 255 white */
  readonly grey: Uint8Array;
  /** [height, width], 0 transparent to 255 opaque; undefined: all of it is opaque */
  readonly alpha?: Uint8Array | undefined;
}

/** More than the photos of most phones have. Decoding one takes a few bytes a pixel. */
export const maxPixels = 40_000_000;

/**
 * Checks what a header announces, before memory is allocated for it.
 * @throws FileFormatError for a side of 0, and for more than `maxPixels` in all
 */
export function requirePictureSize(width: number, height: number, file: string): void {
  if (width >= 1 && height >= 1 && width * height <= maxPixels) return;
  throw new FileFormatError(file, "size", `${width} x ${height} pixels, expected 1 to ${maxPixels} in all`);
}

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha */
  readonly channels: number;
  /** [height, width, channels] */
  readonly data: ArrayLike<number>;
  /** what white has in each channel */
  readonly max: number;
  /** a colour, one number a channel, whose pixels are transparent */
  readonly transparent?: ArrayLike<number> | undefined;
}

/** Greys are kept exactly; the luma of colours is that of Rec. 601. */
export function toPicture({ width, height, channels, data, max, transparent }: Samples): Picture {
  const colours = channels < 3 ? 1 : 3;
  const grey = new Uint8Array(width * height);
  const alpha = channels > colours || transparent !== undefined ? new Uint8Array(width * height) : undefined;
  const scale = 255 / max;
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += channels) {
    const level = colours === 1 ? data[at] : 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    grey[pixel] = Math.round(level * scale);
    if (alpha === undefined) continue;
    alpha[pixel] = channels > colours ? Math.round(data[at + colours] * scale) : 255;
    if (transparent === undefined) continue;
    let same = true;
    for (let c = 0; c < colours; c++) same &&= data[at + c] === transparent[c];
    if (same) alpha[pixel] = 0;
  }
  return { width, height, grey, alpha };
}
