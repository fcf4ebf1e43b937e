import { imagePixels, imageSide } from "../model/net.js";
import type { RunSuspects } from "../run/suspects.js";
import { type Environment, lineWidth, type Output } from "./terminal.js";

const gap = "  ";

/** The drawing needs a terminal that moves on by one column a character. */
export function canDraw({ isTTY }: Output, env: Environment = process.env): boolean {
  return isTTY === true && env.TERM !== "dumb";
}

/** The images of suspects, as many side by side as fit, each below its index, label and most frequent prediction. */
export function drawSuspects({ suspects, train }: RunSuspects, stdout: Output, env: Environment = process.env): string {
  const draw = env.NO_COLOR ? inBlocks : inGreys;
  const cells = suspects.map(({ index, label, predicted, example }) => ({
    caption: `${index}: ${label}, predicted ${predicted}`,
    rows: drawImage(train.images.subarray(example * imagePixels, (example + 1) * imagePixels), draw),
  }));
  const width = Math.max(imageSide, ...cells.map(({ caption }) => caption.length));
  const beside = Math.max(1, Math.floor((lineWidth(stdout) + gap.length) / (width + gap.length)));
  const margin = " ".repeat(width - imageSide);
  let text = "";
  for (let first = 0; first < cells.length; first += beside) {
    const band = cells.slice(first, first + beside);
    text += `\n${band
      .map(({ caption }) => caption.padEnd(width))
      .join(gap)
      .trimEnd()}\n`;
    for (let row = 0; row < imageSide / 2; row++) text += `${band.map(({ rows }) => rows[row]).join(margin + gap)}\n`;
  }
  return text;
}

/** One character for two pixels, the upper and the lower, from 0 to 255. */
type Draw = (upper: number, lower: number) => string;

/** @returns 14 lines of 28 columns */
function drawImage(image: Uint8Array, draw: Draw): string[] {
  return Array.from({ length: imageSide / 2 }, (_, row) => {
    let line = "";
    for (let column = 0; column < imageSide; column++) {
      const upper = 2 * row * imageSide + column;
      line += draw(image[upper], image[upper + imageSide]);
    }
    return draw === inGreys ? `${line}\x1b[0m` : line;
  });
}

/** Colours 232 to 255 of the 256 that terminals have are greys, from dark to bright. */
const inGreys: Draw = (upper, lower) => `\x1b[38;5;${grey(upper)};48;5;${grey(lower)}m▀`;

function grey(pixel: number): number {
  return 232 + Math.floor((pixel * 24) / 256);
}

/** Without colours, pixels are bright or dark. */
const inBlocks: Draw = (upper, lower) => " ▀▄█"[(upper > 127 ? 1 : 0) + (lower > 127 ? 2 : 0)];
