import { crc32 } from "node:zlib";
import { FileFormatError } from "../../errors/errors.js";
import { requirePictureSize } from "./picture.js";

/** What the first chunk of a PNG file announces. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** bits a channel */
  readonly depth: number;
  /** one for the indices of a palette */
  readonly channels: number;
  readonly indexed: boolean;
  readonly interlaced: boolean;
}

export interface PngChunks {
  readonly header: PngHeader;
  /** the file without the chunks that its pixels do not depend on */
  readonly essential: Uint8Array;
  /** the compressed pixels */
  readonly compressed: Uint8Array;
}

const indexedType = 3;

/** PNG's colour types (PNG specification, 11.2.2): channels, and the depths that each may have. */
const colourTypes: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  [indexedType]: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

const signatureBytes = 8;
const headerBytes = 13;
/** length and type before a chunk's data, CRC behind it */
const frameBytes = 12;

/**
 * Finds the chunks of a PNG file; text, profiles and whatever else may be compressed in it are never expanded.
 * @throws FileFormatError for a file that is cut short, and a header of no picture that can be read
 */
export function readPngChunks(bytes: Uint8Array, file: string): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const essential = [bytes.subarray(0, signatureBytes)];
  const compressed: Uint8Array[] = [];
  let header: PngHeader | undefined;
  for (let at = signatureBytes; ; ) {
    const after = at + frameBytes + (at + 8 <= bytes.length ? view.getUint32(at) : 0);
    if (after > bytes.length) {
      throw new FileFormatError(file, "length", `the file is cut short: ${bytes.length} bytes`, bytes.length);
    }
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, after - 4);
    if (crc32(bytes.subarray(at + 4, after - 4)) !== view.getUint32(after - 4)) {
      throw new FileFormatError(file, "chunk", "damaged: its checksum is that of other bytes", at);
    }
    if ((type === "IHDR") !== (header === undefined)) {
      throw new FileFormatError(file, "chunk", `${JSON.stringify(type)}, expected one IHDR, at the beginning`, at);
    }
    header ??= readHeader(data, file);
    if (type === "IDAT") compressed.push(data);
    if (/^(IHDR|PLTE|tRNS|IDAT|IEND)$/.test(type)) essential.push(bytes.subarray(at, after));
    if (type === "IEND") return { header, essential: Buffer.concat(essential), compressed: Buffer.concat(compressed) };
    at = after;
  }
}

function readHeader(data: Uint8Array, file: string): PngHeader {
  if (data.length !== headerBytes) {
    throw new FileFormatError(file, "header", `${data.length} bytes, expected ${headerBytes}`, signatureBytes);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  requirePictureSize(width, height, file);
  const [depth, type, compression, filter, interlace] = data.subarray(8);
  const colour = colourTypes[type];
  if (!colour?.depths.includes(depth)) {
    throw new FileFormatError(file, "header", `colour type ${type} with ${depth} bits is no PNG`);
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw new FileFormatError(file, "header", "an unknown compression, filter or interlacing");
  }
  return {
    width,
    height,
    depth,
    channels: colour.channels,
    indexed: type === indexedType,
    interlaced: interlace === 1,
  };
}
