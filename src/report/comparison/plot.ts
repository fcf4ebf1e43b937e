import type { Comparison } from "../../compare/comparison.js";
import { formatMargin } from "../../compare/margin.js";
import { wrapLine } from "../terminal.js";
import { formatPoints, isBound } from "./points.js";
import type { Row } from "./rows.js";

const widest = 60;
const narrowest = 20;
const gap = 2;

/**
 * The intervals of the differences from the baseline in characters: `-` the interval, `o` the mean, `|` no difference,
 * `:` the margin. @returns no lines where there is no room
 */
export function intervalPlot({ margin }: Comparison, rows: readonly Row[], width: number): string[] {
  const shown = rows.flatMap(({ contestant, pair, isAgainst }) => {
    if (isAgainst || !pair?.interval?.some(isBound)) return [];
    const [from, to] = pair.interval.map((end) => Math.min(1, Math.max(-1, end)));
    return [{ name: contestant.name, mean: pair.difference, interval: [from, to] }];
  });
  const names = Math.max(...shown.map(({ name }) => name.length));
  const room = Math.min(widest, width - names - gap);
  if (shown.length === 0 || room < narrowest) return [];

  const ends = [...shown.flatMap(({ interval }) => interval), -1.2 * margin, 1.2 * margin];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const at = (value: number) => Math.round(((value - low) / (high - low)) * (room - 1));
  const lines = shown.map(({ name, mean, interval: [from, to] }) => {
    const cells = new Array<string>(room).fill(" ");
    cells.fill("-", at(from), at(to) + 1);
    if (at(-margin) < at(0) - 1) for (const edge of [-margin, margin]) cells[at(edge)] = ":";
    cells[at(0)] = "|";
    cells[at(mean)] = "o";
    return `${name.padEnd(names + gap)}${cells.join("")}`.trimEnd();
  });
  const scale = axis(
    [low, 0, high].map((value) => ({ text: formatPoints(value), at: at(value) })),
    room,
  );
  const margins = at(-margin) < at(0) - 1 ? `; between the colons: less than ${formatMargin(margin)} points` : "";
  const meaning = `(---o---: interval and mean; |: no difference${margins})`;
  return [...lines, `${"points".padEnd(names + gap)}${scale}`.trimEnd(), wrapLine(meaning, width)];
}

/** Labels centred below their places; those that would touch an earlier one are left out. */
function axis(labels: readonly { readonly text: string; readonly at: number }[], room: number): string {
  let line = "";
  for (const { text, at } of labels) {
    const start = Math.max(0, Math.min(room - text.length, at - (text.length >> 1)));
    if (line === "" || start > line.length) line = line.padEnd(start) + text;
  }
  return line;
}
