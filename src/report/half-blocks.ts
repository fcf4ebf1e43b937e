import { imageSide } from "../model/net.js";

/**
 * Draws an image with a character for two pixels, the upper and the lower.
 * @param image [28, 28], 0 black to 255 white
 * @param greys in the 24 greys of a terminal; otherwise pixels are bright or dark
 * @returns 14 lines of 28 columns
 */
export function halfBlocks(image: Uint8Array, greys: boolean): string[] {
  const draw = greys ? inGreys : inBlocks;
  return Array.from({ length: imageSide / 2 }, (_, row) => {
    let line = "";
    for (let column = 0; column < imageSide; column++) {
      const upper = 2 * row * imageSide + column;
      line += draw(image[upper], image[upper + imageSide]);
    }
    return greys ? `${line}\x1b[0m` : line;
  });
}

/** Colours 232 to 255 of the 256 that terminals have are greys, from dark to bright. */
function inGreys(upper: number, lower: number): string {
  return `\x1b[38;5;${grey(upper)};48;5;${grey(lower)}m▀`;
}

function grey(pixel: number): number {
  return 232 + Math.floor((pixel * 24) / 256);
}

function inBlocks(upper: number, lower: number): string {
  return " ▀▄█"[(upper > 127 ? 1 : 0) + (lower > 127 ? 2 : 0)];
}
