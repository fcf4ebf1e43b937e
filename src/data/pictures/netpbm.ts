import { FileFormatError } from "../../errors/errors.js";
import { type Picture, requirePictureSize, toPicture } from "./picture.js";

/**
 * Decodes a PGM or PPM picture, as text (P2, P3) or binary (P5, P6), of 8 or 16 bits.
 * @throws FileFormatError
 */
export function decodeNetpbm(bytes: Uint8Array, file: string): Picture {
  const words = wordsOf(bytes, file);
  const [, form] = words.next();
  const channels = form === "P2" || form === "P5" ? 1 : 3;
  const width = words.integer("width");
  const height = words.integer("height");
  requirePictureSize(width, height, file);
  const max = words.integer("maxval");
  if (max < 1 || max > 65535) throw new FileFormatError(file, "maxval", `${max}, expected 1 to 65535`);
  const count = width * height * channels;
  const data = form === "P2" || form === "P3" ? textSamples(words, count) : binarySamples(words, count, max);
  const above = data.findIndex((sample: number) => sample > max);
  if (above >= 0) throw new FileFormatError(file, `sample ${above}`, `${data[above]}, expected at most ${max}`);
  return toPicture({ width, height, channels, data, max });

  function textSamples({ integer }: Words, length: number): Uint16Array {
    // Every sample takes at least a digit and the space before it.
    if (bytes.length < 2 * length) throw cutShort(file, bytes.length);
    const samples = new Uint16Array(length);
    for (let i = 0; i < length; i++) samples[i] = Math.min(integer(`sample ${i}`), 65535);
    return samples;
  }

  /** One white-space character ends the header. Samples above 255 take two bytes, the higher first. */
  function binarySamples({ end }: Words, length: number, most: number): Uint8Array | Uint16Array {
    const first = end() + 1;
    const size = most > 255 ? 2 : 1;
    const after = first + length * size;
    if (bytes.length < after) throw cutShort(file, bytes.length, after);
    if (bytes.length > after) throw new FileFormatError(file, "length", "the file continues after its picture", after);
    const samples = bytes.subarray(first);
    if (size === 1) return samples;
    return Uint16Array.from({ length }, (_, i) => 256 * samples[2 * i] + samples[2 * i + 1]);
  }
}

interface Words {
  /** where the next word begins, and the word */
  readonly next: () => readonly [at: number, word: string];
  readonly integer: (field: string) => number;
  /** where the last word ended */
  readonly end: () => number;
}

/** The words of a header, between white space and comments (# to the end of the line). */
function wordsOf(bytes: Uint8Array, file: string): Words {
  let at = 0;
  const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
  function next(): readonly [number, string] {
    for (; at < bytes.length && (isSpace(bytes[at]) || bytes[at] === 0x23); at++) {
      if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 0x0a) at++;
    }
    const first = at;
    let word = "";
    while (at < bytes.length && !isSpace(bytes[at]) && bytes[at] !== 0x23) word += String.fromCharCode(bytes[at++]);
    return [first, word];
  }
  function integer(field: string): number {
    const [first, word] = next();
    if (word === "") throw cutShort(file, bytes.length);
    if (/^\d{1,9}$/.test(word)) return Number(word);
    throw new FileFormatError(file, field, "expected an integer", first);
  }
  return { next, integer, end: () => at };
}

function cutShort(file: string, length: number, expected?: number): FileFormatError {
  const announced = expected === undefined ? "its header announces more" : `its header announces ${expected}`;
  return new FileFormatError(file, "length", `the file is cut short: ${length} bytes, but ${announced}`, length);
}
