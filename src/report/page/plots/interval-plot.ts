import type { Html } from "../html.js";
import { type Area, horizontalAxis } from "./axes.js";
import { frame, type PlotWords } from "./frame.js";
import { drawRow, rowHeight, wordsHeight } from "./interval-row.js";
import { scaleFor } from "./scales.js";
import { element, group } from "./svg.js";
import { centredAt, textWidth } from "./text.js";
import { colours, padding, plotWidth, seriesColours } from "./theme.js";
import { ticksOf } from "./ticks.js";

/** Which side of 0 it is on for sure: above, below, neither by more than the margin, or not known. */
export type Side = "above" | "below" | "within" | "open";

export interface IntervalRow {
  readonly name: string;
  /** beside the name: the figures and what they mean */
  readonly label: string;
  readonly value: number;
  /** null: no bound */
  readonly interval: readonly [number, number] | null;
  readonly side: Side;
  /** single values, as small dots */
  readonly dots?: readonly number[] | undefined;
  /** belongs to the row above it */
  readonly indented?: boolean | undefined;
}

export interface IntervalPlot extends PlotWords {
  /** of the horizontal axis */
  readonly label: string;
  /** a difference from 0 below it does not matter */
  readonly margin: number;
  readonly marginLabel: string;
  readonly rows: readonly IntervalRow[];
}

/** A row each for values with their intervals, the margin a band around 0. @returns an SVG that is a whole file, too */
export function intervalPlot(plot: IntervalPlot): Html {
  return frame(plot, (top) => {
    const area: Area = {
      left: padding,
      right: plotWidth - padding,
      top: top + 26,
      bottom: top + 26 + plot.rows.length * rowHeight + 6,
    };
    return { drawn: draw(plot, area), bottom: area.bottom + 42 };
  });
}

function draw({ label, margin, marginLabel, rows }: IntervalPlot, area: Area): readonly Html[] {
  const [least, most] = reach(rows, margin);
  const air = 0.03 * (most - least);
  const x = scaleFor({ label }, [least - air, most + air], [area.left, area.right], false);
  const ticks = ticksOf({ label }, x, 8, (text) => textWidth(text) + 12);
  const [from, zero, to] = [x(-margin), x(0), x(margin)];
  const band = { x: from, width: to - from, fill: seriesColours[2], "fill-opacity": "0.12" };
  const centre = centredAt(zero, marginLabel, [area.left, area.right]);
  return [
    ...rows.map((_, index) => {
      const y = area.top + index * rowHeight + wordsHeight;
      return element("rect", { class: "margin", ...band, y, height: rowHeight - wordsHeight });
    }),
    group({ class: "label", "text-anchor": "middle", fill: colours.muted }, [
      element("text", { x: centre, y: area.top - 7 }, marginLabel),
    ]),
    ...rows.map((row, index) => drawRow(row, area, area.top + index * rowHeight, x)),
    horizontalAxis(area, "below", ticks, label),
  ];
}

/** A row that reaches further than so many times what is usual is cut off: one that diverged would hide the others. */
const furthest = 4;
/** Single values are less important than intervals. */
const furthestDot = 2;

/** The ends of the axis: all of the usual rows, and the margin. */
function reach(rows: readonly IntervalRow[], margin: number): [number, number] {
  const ends = rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const sizes = rows.map(({ value, interval }) => Math.max(...[value, ...(interval ?? [])].map(Math.abs)));
  const usual = sizes.sort((a, b) => a - b)[(sizes.length - 1) >> 1] ?? 0;
  const least = 1.3 * margin;
  const shown = ends.filter((end) => Math.abs(end) <= Math.max(furthest * usual, least));
  const size = Math.max(least, ...shown.map(Math.abs));
  const dots = rows.flatMap((row) => row.dots ?? []).filter((dot) => Math.abs(dot) <= furthestDot * size);
  const all = [...shown, ...dots, -least, least];
  return [Math.min(...all), Math.max(...all)];
}
