import { imagePixels, imageSide } from "../model/net.js";
import type { RunSuspects } from "../run/suspects.js";
import { halfBlocks } from "./half-blocks.js";
import { type Environment, lineWidth, type Output } from "./terminal.js";

const gap = "  ";

/** The drawing needs a terminal that moves on by one column a character. */
export function canDraw({ isTTY }: Output, env: Environment = process.env): boolean {
  return isTTY === true && env.TERM !== "dumb";
}

/** The images of suspects, as many side by side as fit, each below its index, label and most frequent prediction. */
export function drawSuspects({ suspects, train }: RunSuspects, stdout: Output, env: Environment = process.env): string {
  const cells = suspects.map(({ index, label, predicted, example }) => ({
    caption: `${index}: ${label}, predicted ${predicted}`,
    rows: halfBlocks(train.images.subarray(example * imagePixels, (example + 1) * imagePixels), !env.NO_COLOR),
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
