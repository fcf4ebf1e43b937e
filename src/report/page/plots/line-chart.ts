import { area as areaPath, line as linePath } from "d3-shape";
import type { Html } from "../html.js";
import { type Area, horizontalAxis, horizontalGrid, roomFor } from "./axes.js";
import { frame, type PlotWords } from "./frame.js";
import { legend } from "./legend.js";
import { type Axis, canShow, type Scale, scaleFor } from "./scales.js";
import { upperScale } from "./second-scale.js";
import { marker, seriesStyle } from "./series.js";
import { element, group } from "./svg.js";
import { textWidth, truncated } from "./text.js";
import { colours, padding, plotWidth } from "./theme.js";
import { ticksOf } from "./ticks.js";

export interface Point {
  readonly x: number;
  /** null, or not finite: the line is broken */
  readonly y: number | null;
  /** of the band */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

interface Series {
  readonly name: string;
  /** ascending in x */
  readonly points: readonly Point[];
  /** the single values that the points are means of, ascending in x: a faint line behind */
  readonly single?: readonly Point[] | undefined;
}

export interface LineChart extends PlotWords {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** a second scale above: values of it at values of x, both ascending */
  readonly above?: { readonly label: string; readonly values: readonly (readonly [number, number])[] } | undefined;
}

const plotHeight = 230;

/** Lines over one horizontal axis, with a band around those that have one. @returns an SVG that is a whole file, too */
export function lineChart(chart: LineChart): Html {
  return frame(chart, (top) => {
    const names = legend(
      chart.series.map(({ name }) => name),
      top + 4,
    );
    const second = (chart.above?.values.length ?? 0) > 1 ? chart.above : undefined;
    const labelAt = names.bottom + 14;
    const areaTop = labelAt + (second === undefined ? 15 : 38);
    const { drawn, area } = draw(chart, areaTop);
    const yLabel = truncated(chart.y.label, (plotWidth - 2 * padding) * (second === undefined ? 1 : 0.6));
    const words = { class: "label", fill: colours.muted };
    const secondRoom = plotWidth - 3 * padding - textWidth(yLabel);
    const upper =
      second === undefined ? [] : upperScale(area, chart.x, second, xScale(chart, area), labelAt, secondRoom);
    return {
      drawn: [...names.drawn, element("text", { x: padding, y: labelAt, ...words }, yLabel), ...drawn, ...upper],
      bottom: area.bottom + 42,
    };
  });
}

function draw(chart: LineChart, top: number): { readonly drawn: readonly Html[]; readonly area: Area } {
  const bottom = top + plotHeight;
  const values = chart.series.flatMap(allOf).flatMap(({ y, low, high }) => [y, low, high]);
  const y = scaleFor(
    chart.y,
    values.filter((value) => canShow(chart.y, value)),
    [bottom, top],
    true,
  );
  const yTicks = ticksOf(chart.y, y, 6, () => 20);
  const area = { left: roomFor(yTicks), right: plotWidth - padding - 6, top, bottom };
  const x = xScale(chart, area);
  const xTicks = ticksOf(chart.x, x, 8, (text) => textWidth(text) + 12);
  const bands = chart.series.flatMap((series, index) => drawBand(series, index, chart, x, y));
  const singles = chart.series.flatMap(({ single }, index) =>
    single === undefined ? [] : [drawSingle(single, index, chart, x, y)],
  );
  const lines = chart.series.map((series, index) => drawLine(series, index, chart, x, y));
  return {
    drawn: [
      horizontalGrid(area, yTicks),
      horizontalAxis(area, "below", xTicks, chart.x.label),
      ...bands,
      ...singles,
      ...lines,
    ],
    area,
  };
}

function allOf({ points, single = [] }: Series): readonly Point[] {
  return [...points, ...single];
}

function xScale({ x, series }: LineChart, { left, right }: Area): Scale {
  return scaleFor(
    x,
    series.flatMap(allOf).map((point) => point.x),
    [left, right],
    false,
  );
}

/** All bands lie below all lines. */
function drawBand({ points }: Series, index: number, { x: xAxis, y: yAxis }: LineChart, x: Scale, y: Scale): Html[] {
  const hasBand = (point: Point) => {
    return isShown(point, xAxis, yAxis) && canShow(yAxis, point.low) && canShow(yAxis, point.high);
  };
  if (!points.some(hasBand)) return [];
  const { className, colour } = seriesStyle(index);
  const d = areaPath<Point>()
    .x((point) => x(point.x))
    .y0(({ low }) => y(low!))
    .y1(({ high }) => y(high!))
    .defined(hasBand)
    .digits(1)(points);
  const band = element("path", { class: "band", d: d ?? "", fill: colour, "fill-opacity": "0.14" });
  return [group({ class: className }, [band])];
}

function drawSingle(points: readonly Point[], index: number, chart: LineChart, x: Scale, y: Scale): Html {
  const { className, colour } = seriesStyle(index);
  const d = pathOf(points, chart, x, y) ?? "";
  const stroke = { stroke: colour, "stroke-width": 1, "stroke-opacity": "0.4" };
  return group({ class: className }, [element("path", { class: "line", d, fill: "none", ...stroke, ...roundEnds })]);
}

function pathOf(points: readonly Point[], { x: xAxis, y: yAxis }: LineChart, x: Scale, y: Scale): string | null {
  return linePath<Point>()
    .x((point) => x(point.x))
    .y((point) => y(point.y!))
    .defined((point) => isShown(point, xAxis, yAxis))
    .digits(1)(points);
}

function drawLine({ name, points }: Series, index: number, chart: LineChart, x: Scale, y: Scale): Html {
  const style = seriesStyle(index);
  const d = pathOf(points, chart, x, y);
  const stroke = { stroke: style.colour, "stroke-width": 2, "stroke-dasharray": style.dash };
  const last = points.findLast((point) => isShown(point, chart.x, chart.y));
  return group({ class: style.className }, [
    element("title", {}, name),
    ...(d === null ? [] : [element("path", { class: "line", d, fill: "none", ...stroke, ...roundEnds })]),
    ...(last === undefined ? [] : [marker(style, x(last.x), y(last.y!))]),
  ]);
}

/** A single point between two gaps is a dot then. */
const roundEnds = { "stroke-linecap": "round", "stroke-linejoin": "round" } as const;

function isShown(point: Point, x: Axis, y: Axis): boolean {
  return canShow(x, point.x) && canShow(y, point.y);
}
