import { gunzipSync } from "node:zlib";
import { FileFormatError } from "../../errors/errors.js";
import { codeOf } from "../../files/system-error.js";
import { imagePixels } from "../../model/net.js";
import { idxKinds, maxExamples, parseIdx } from "../idx.js";
import type { Picture } from "./picture.js";
import { type Content, type PictureSource, readContent } from "./read-content.js";

/** One picture, or the images of an IDX file: [count, 28, 28], in the form that nets are trained on. */
export type ReadPictures =
  | { readonly file: string; readonly picture: Picture }
  | { readonly file: string; readonly images: Uint8Array };

/**
 * Reads the picture, or the IDX images, of a file.
 * @throws InputError when it cannot be read, FileFormatError when it is malformed
 */
export async function readPictures(source: PictureSource): Promise<ReadPictures> {
  const { file, kind, bytes } = await readContent(source);
  switch (kind) {
    case "IDX":
      return { file, images: parseIdx(bytes, "images", file) };
    case "gzip":
      return { file, images: parseIdx(gunzip({ file, bytes }), "images", file) };
    // A decoder is imported only where its format comes up.
    case "PNG":
      return { file, picture: (await import("./png.js")).decodePng(bytes, file) };
    case "netpbm":
      return { file, picture: (await import("./netpbm.js")).decodeNetpbm(bytes, file) };
    default:
      return { file, picture: await (await import("./photo.js")).decodePhoto(bytes, kind, file) };
  }
}

function gunzip({ bytes, file }: Pick<Content, "bytes" | "file">): Uint8Array {
  const most = idxKinds.images.headerBytes + maxExamples * imagePixels;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    const large = codeOf(error) === "ERR_BUFFER_TOO_LARGE";
    const problem = large ? `expands to more than ${most} bytes` : `damaged or cut short: ${(error as Error).message}`;
    throw new FileFormatError(file, "gzip data", problem);
  }
}
