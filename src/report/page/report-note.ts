import { dirname } from "node:path";
import { shortPath } from "../commands.js";
import { formatCount, formatCountOf } from "../numbers.js";
import type { WrittenReport } from "./report.js";

/** What was written, a line each for the page and the plots. */
export function reportNote({ file, bytes, svg }: WrittenReport): string {
  const page = `Wrote ${shortPath(file)} (${formatCount(bytes / 1000)} kB)\n`;
  return svg.length === 0
    ? page
    : `${page}Wrote ${formatCountOf(svg.length, "plot")} to ${shortPath(dirname(svg[0]))}\n`;
}
