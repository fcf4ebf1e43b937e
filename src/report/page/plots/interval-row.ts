import type { Html } from "../html.js";
import type { Area } from "./axes.js";
import type { IntervalRow, Side } from "./interval-plot.js";
import type { Scale } from "./scales.js";
import { marker, type SeriesStyle, seriesStyle } from "./series.js";
import { element, group, rounded } from "./svg.js";
import { textWidth, truncated } from "./text.js";
import { colours } from "./theme.js";

export const rowHeight = 48;
/** of a row: its words, which nothing is drawn behind */
export const wordsHeight = 24;
const indent = 16;
const gap = 12;

/** Colour and shape of each; what is not known is hollow. */
const styles: Readonly<Record<Side, number>> = { above: 0, below: 1, within: 2, open: 7 };

/** The name, its figures at the right, and below them the interval. */
export function drawRow(row: IntervalRow, area: Area, top: number, x: Scale): Html {
  const { name, label, indented = false } = row;
  const style = seriesStyle(styles[row.side]);
  const textY = top + 19;
  const left = area.left + 2 + (indented ? indent : 0);
  const right = area.right - 2;
  const figures = truncated(label, 0.72 * (right - left));
  const zero = { x1: x(0), x2: x(0), y1: top + wordsHeight, y2: top + rowHeight };
  return group({ class: style.className }, [
    element("title", {}, `${name}: ${label}`),
    element("line", { class: "rule", ...zero, stroke: colours.axis }),
    element("text", { x: left, y: textY }, truncated(name, right - left - textWidth(figures) - gap)),
    element("text", { class: "label", x: right, y: textY, "text-anchor": "end", fill: colours.muted }, figures),
    ...drawDots(row.dots ?? [], style, area, top + 41, x),
    ...drawInterval(row, style, area, top + 34, x),
  ]);
}

/** One path of points without length, which round ends make visible. */
function drawDots(dots: readonly number[], { colour }: SeriesStyle, area: Area, y: number, x: Scale): Html[] {
  const places = dots.map(x);
  const d = places.filter((at) => isInside(at, area)).map((at) => `M${rounded(at)} ${y}h0`);
  const stroke = { stroke: colour, "stroke-width": 4, "stroke-linecap": "round", "stroke-opacity": "0.4" };
  return [
    ...(d.length === 0 ? [] : [element("path", { class: "dots line", d: d.join(""), ...stroke })]),
    ...edgesBeyond(places, area).map((edge) => arrow(edge, area, y, colour, 3)),
  ];
}

/** What lies beyond an edge ends in an arrow there. */
function drawInterval({ value, interval, side }: IntervalRow, style: SeriesStyle, area: Area, y: number, x: Scale) {
  const { colour } = style;
  const [from, at, to] = [interval?.[0] ?? value, value, interval?.[1] ?? value].map(x);
  const within = (place: number) => Math.min(Math.max(place, area.left + 5), area.right - 5);
  const whisker = { class: "line", stroke: colour, "stroke-width": 3, "stroke-linecap": "round" };
  const hollow = { class: "hollow", fill: colours.background, stroke: colour, "stroke-width": 2 };
  const point = side === "open" ? element("circle", { ...hollow, cx: at, cy: y, r: 5 }) : marker(style, at, y, 90);
  return [
    ...(interval === null ? [] : [element("line", { ...whisker, x1: within(from), x2: within(to), y1: y, y2: y })]),
    ...edgesBeyond([from, at, to], area).map((edge) => arrow(edge, area, y, colour, 6)),
    ...(isInside(at, area) ? [point] : []),
  ];
}

function isInside(place: number, { left, right }: Area): boolean {
  return place >= left && place <= right;
}

function edgesBeyond(places: readonly number[], { left, right }: Area): ("left" | "right")[] {
  return [
    ...(places.some((place) => place < left) ? (["left"] as const) : []),
    ...(places.some((place) => place > right) ? (["right"] as const) : []),
  ];
}

function arrow(edge: "left" | "right", { left, right }: Area, y: number, fill: string, half: number): Html {
  const [tip, inwards] = edge === "left" ? [left, 1.5 * half] : [right, -1.5 * half];
  return element("path", { class: "mark arrow", d: `M${tip} ${y}l${inwards} ${-half}v${2 * half}z`, fill });
}
