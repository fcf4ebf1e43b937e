import { inflateSync } from "node:zlib";
import { type DecodedPng, decode } from "fast-png";
import { FileFormatError } from "../../errors/errors.js";
import { codeOf } from "../../files/system-error.js";
import { type Picture, type Samples, toPicture } from "./picture.js";
import { type PngChunks, type PngHeader, readPngChunks } from "./png-chunks.js";

/**
 * Decodes a PNG picture of any colour type and depth.
 * @throws FileFormatError for a damaged file, and for the one form that is not supported: interlaced pixels of less
 * than 8 bits
 */
export function decodePng(bytes: Uint8Array, file: string): Picture {
  const chunks = readPngChunks(bytes, file);
  const { interlaced, depth } = chunks.header;
  if (interlaced && depth < 8) {
    throw new FileFormatError(file, "header", `interlaced with ${depth} bits; save it without interlacing`);
  }
  requireWholePixels(chunks, file);
  try {
    return toPicture(samplesOf(decode(chunks.essential), chunks.header.indexed));
  } catch (error) {
    // The library throws a bare Error or RangeError for everything.
    throw new FileFormatError(file, "PNG data", `damaged: ${(error as Error).message}`);
  }
}

/** The library would expand whatever is in there, and fill up what is missing. */
function requireWholePixels({ header, compressed }: PngChunks, file: string): void {
  const expected = pixelBytes(header);
  const refused = (problem: string) => new FileFormatError(file, "PNG data", problem);
  let found: number;
  try {
    found = inflateSync(compressed, { maxOutputLength: expected }).length;
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") throw refused("more pixels than its header announces");
    if (codeOf(error) === "Z_BUF_ERROR") throw refused("the pixels are cut short");
    throw refused(`damaged: ${(error as Error).message}`);
  }
  if (found < expected) throw refused("fewer pixels than its header announces");
}

/** The seven passes of an interlaced picture (PNG specification, 8.2): first column and row, steps right and down. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Length of the uncompressed pixels: each row follows a byte that names its filter. */
function pixelBytes({ width, height, depth, channels, interlaced }: PngHeader): number {
  let bytes = 0;
  for (const [left, top, right, down] of interlaced ? adam7 : [[0, 0, 1, 1] as const]) {
    const columns = Math.ceil(Math.max(0, width - left) / right);
    const rows = Math.ceil(Math.max(0, height - top) / down);
    if (columns > 0) bytes += rows * (1 + Math.ceil((columns * channels * depth) / 8));
  }
  return bytes;
}

function samplesOf(png: DecodedPng, indexed: boolean): Samples {
  const { width, height, depth, channels, data, palette, transparency } = png;
  const unpacked = depth < 8 ? unpack(data, width, height, depth) : data;
  if (indexed) return { width, height, ...fromPalette(unpacked, palette ?? []) };
  return { width, height, channels, data: unpacked, max: 2 ** depth - 1, transparent: transparency };
}

/** Pixels of less than a byte lie in it from the highest bit on, and each row begins a new one. */
function unpack(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = 2 ** depth - 1;
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const bit = column * depth;
      const byte = packed[row * rowBytes + (bit >> 3)];
      pixels[row * width + column] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return pixels;
}

function fromPalette(indices: ArrayLike<number>, palette: readonly (readonly number[])[]) {
  const channels = palette[0]?.length ?? 3;
  const data = new Uint8Array(indices.length * channels);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const colour = palette[indices[pixel]];
    if (colour === undefined) throw new RangeError(`colour ${indices[pixel]} of a palette of ${palette.length}`);
    data.set(colour, pixel * channels);
  }
  return { channels, data, max: 255 };
}
