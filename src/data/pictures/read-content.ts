import { open, stat } from "node:fs/promises";
import { FileFormatError, InputError } from "../../errors/errors.js";
import { shortened } from "../../errors/shortened.js";
import { unreadable } from "../../files/system-error.js";
import { imagePixels } from "../../model/net.js";
import { maxExamples } from "../idx.js";
import { type PictureKind, pictureKind, signatureBytes } from "./kinds.js";

/** Where pictures come from: a file, or a name for messages with the bytes of a file or a stream of them. */
export type PictureSource =
  | string
  | { readonly name: string; readonly content: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> };

export interface Content {
  readonly file: string;
  readonly kind: PictureKind;
  readonly bytes: Uint8Array;
}

/**
 * TypeScript finds it; JavaScript would fail without saying what.
 * @throws InputError for anything but a source, an array of pixels, say
 */
export function requireSource(source: unknown, what: string): asserts source is PictureSource {
  if (typeof source === "string") return;
  const { name, content } = Object(source) as { name?: unknown; content?: unknown };
  const isContent = typeof content === "object" && content !== null;
  if (typeof name === "string" && isContent && (Symbol.iterator in content || Symbol.asyncIterator in content)) return;
  throw new InputError(
    `${what}: expected a file, or { name, content } with the bytes of one; pixels need the header of a PGM or IDX file`,
  );
}

/** The largest file of images that ohem reads anywhere. */
const maxBytes = 16 + maxExamples * imagePixels;

/**
 * Reads a whole file of pictures. One whose beginning is not known is refused before the rest is read, so that devices
 * without an end are harmless.
 * @throws InputError
 */
export async function readContent(source: PictureSource): Promise<Content> {
  if (typeof source !== "string") {
    const { name, content } = source;
    return collect(content instanceof Uint8Array ? [content] : content, name);
  }
  try {
    if ((await stat(source)).isDirectory()) {
      throw new InputError("a folder, expected a picture; name the files in it", undefined, source);
    }
    // The stream closes it.
    return await collect((await open(source)).createReadStream(), source);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(source, error);
  }
}

async function collect(content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, file: string): Promise<Content> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let kind: PictureKind | undefined;
  for await (const piece of content) {
    if (!(piece instanceof Uint8Array)) throw new InputError(notBytes(piece), undefined, file);
    pieces.push(piece);
    length += piece.length;
    if (kind === undefined && length >= signatureBytes) kind = requireKind(Buffer.concat(pieces), file);
    if (length > maxBytes) throw new FileFormatError(file, "size", `expected at most ${maxBytes} bytes`);
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length === 0) throw new InputError("is empty, expected a picture", undefined, file);
  return { file, kind: kind ?? requireKind(bytes, file), bytes };
}

function notBytes(piece: unknown): string {
  return `expected the bytes of a file as Uint8Arrays, got ${shortened(String(piece))} among them`;
}

function requireKind(head: Uint8Array, file: string): PictureKind {
  const kind = pictureKind(head);
  if (kind !== undefined) return kind;
  throw new InputError(
    "not a picture that can be read; expected PNG, PGM, PPM, JPEG, WebP or IDX images",
    undefined,
    file,
  );
}
