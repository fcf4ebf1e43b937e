import type { Html } from "../html.js";
import type { Area } from "./axes.js";
import type { IntervalRow, Side } from "./interval-plot.js";
import type { Scale } from "./scales.js";
import { marker, seriesStyle } from "./series.js";
import { element, group } from "./svg.js";
import { textWidth, truncated } from "./text.js";
import { colours } from "./theme.js";

export const rowHeight = 48;
const indent = 16;
const gap = 12;

/** Colour and shape of each; what is not known is hollow. */
const styles: Readonly<Record<Side, number>> = { above: 0, below: 1, within: 2, open: 7 };

/** The name, its figures at the right, and below them the interval. */
export function drawRow(row: IntervalRow, area: Area, top: number, x: Scale): Html {
  const { name, label, value, interval, side, dots = [], indented = false } = row;
  const style = seriesStyle(styles[side]);
  const [textY, y] = [top + 19, top + 34];
  const left = area.left + 2 + (indented ? indent : 0);
  const right = area.right - 2;
  const figures = truncated(label, 0.72 * (right - left));
  const place = (at: number) => Math.min(Math.max(x(at), area.left), area.right);
  const whisker = { class: "line", stroke: style.colour, "stroke-width": 3, "stroke-linecap": "round" };
  const hollow = { class: "hollow", fill: colours.background, stroke: style.colour, "stroke-width": 2 };
  return group({ class: style.className }, [
    element("title", {}, `${name}: ${label}`),
    element("line", { class: "rule", x1: x(0), x2: x(0), y1: textY + 5, y2: top + rowHeight, stroke: colours.axis }),
    element("text", { x: left, y: textY }, truncated(name, right - left - textWidth(figures) - gap)),
    element("text", { class: "label", x: right, y: textY, "text-anchor": "end", fill: colours.muted }, figures),
    ...dots.map((dot) => {
      const isInside = x(dot) === place(dot);
      const attributes = { class: "mark", fill: style.colour, "fill-opacity": "0.35" };
      if (isInside) return element("circle", { ...attributes, cx: x(dot), cy: y + 7, r: 2 });
      const inwards = place(dot) === area.left ? 5 : -5;
      return element("path", { ...attributes, d: `M${place(dot)} ${y + 7}l${inwards} -3.5v7z` });
    }),
    ...(interval === null
      ? []
      : [element("line", { ...whisker, x1: place(interval[0]), x2: place(interval[1]), y1: y, y2: y })]),
    side === "open"
      ? element("circle", { ...hollow, cx: place(value), cy: y, r: 5 })
      : marker(style, place(value), y, 90),
  ]);
}
