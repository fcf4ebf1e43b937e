import { crc32, deflateSync } from "node:zlib";

export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly type: 0 | 2 | 3 | 4 | 6;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** of every pixel, row by row: one number a channel */
  readonly pixels: readonly (readonly number[])[];
  readonly interlaced?: boolean;
  /** chunks between the header and the pixels */
  readonly chunks?: Readonly<Record<string, readonly number[]>>;
}

/** The seven passes of an interlaced PNG: first column, first row, steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A PNG file, written without the library that reads it. */
export function pngBytes({ width, height, type, depth, pixels, interlaced, chunks = {} }: PngParts): Buffer {
  const rows: Buffer[] = [];
  for (const [left, top, right, down] of interlaced ? passes : [[0, 0, 1, 1] as const]) {
    for (let y = top; y < height; y += down) {
      const row: (readonly number[])[] = [];
      for (let x = left; x < width; x += right) row.push(pixels[y * width + x]);
      if (row.length > 0) rows.push(packed(row.flat(), depth));
    }
  }
  const header = pngHeader(width, height, depth, type, interlaced ? 1 : 0);
  const between = Object.entries(chunks).map(([name, bytes]) => chunk(name, Buffer.from(bytes)));
  return pngFile(header, ...between, chunk("IDAT", deflateSync(Buffer.concat(rows))));
}

export function pngFile(...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

export function pngHeader(width: number, height: number, ...rest: [depth: number, type: number, interlace: number]) {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([rest[0], rest[1], 0, 0, rest[2]], 8);
  return chunk("IHDR", data);
}

export function chunk(name: string, data: Buffer): Buffer {
  const framed = Buffer.concat([Buffer.alloc(4), Buffer.from(name, "latin1"), data, Buffer.alloc(4)]);
  framed.writeUInt32BE(data.length, 0);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
}

/** A row behind its filter, none. */
function packed(samples: readonly number[], depth: number): Buffer {
  const bits = samples.map((sample) => sample.toString(2).padStart(depth, "0")).join("");
  const bytes = bits.match(/.{1,8}/g)!.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2));
  return Buffer.from([0, ...bytes]);
}
