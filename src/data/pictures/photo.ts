import { FileFormatError, InputError } from "../../errors/errors.js";
import { codeOf } from "../../files/system-error.js";
import { maxPixels, type Picture, requirePictureSize, toPicture } from "./picture.js";

/**
 * Decodes a JPEG or WebP picture, turned as its camera was held, with `sharp`: an optional package, imported only here.
 * @throws FileFormatError for a damaged file, InputError where the package is not installed
 */
export async function decodePhoto(bytes: Uint8Array, kind: "JPEG" | "WebP", file: string): Promise<Picture> {
  const { default: sharp } = await import("sharp").catch((error) => {
    const missing = codeOf(error) === "ERR_MODULE_NOT_FOUND";
    const problem = missing ? "is not installed" : "does not load";
    throw new InputError(`reading ${kind} needs the package sharp, which ${problem}`, "npm install sharp", file);
  });
  try {
    const image = sharp(bytes, { limitInputPixels: maxPixels });
    const { width, height } = await image.metadata();
    requirePictureSize(width, height, file);
    const turned = image.autoOrient().toColourspace("srgb").raw({ depth: "uchar" });
    const { data, info } = await turned.toBuffer({ resolveWithObject: true });
    return toPicture({ width: info.width, height: info.height, channels: info.channels, data, max: 255 });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new FileFormatError(file, `${kind} data`, `damaged: ${(error as Error).message}`);
  }
}
