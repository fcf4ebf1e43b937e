import { scaleLinear } from "d3-scale";
import type { Html } from "../html.js";
import { type Area, horizontalAxis } from "./axes.js";
import type { Axis, Scale } from "./scales.js";
import { element } from "./svg.js";
import { textWidth, truncated } from "./text.js";
import { colours } from "./theme.js";
import { ticksOf } from "./ticks.js";

/**
 * A scale along the upper edge whose values follow those of x on straight lines between the given ones, such as the
 * seconds at which steps were done.
 * @param labelAt height of its label, which ends at the right
 */
export function upperScale(
  area: Area,
  x: Axis,
  { label, values }: { readonly label: string; readonly values: readonly (readonly [number, number])[] },
  xScale: Scale,
  labelAt: number,
  room: number,
): readonly Html[] {
  const [from, to] = xScale.domain();
  const inside = values.filter(([at]) => at >= from && at <= to);
  const rising = inside.filter(([, value], index) => index === 0 || value > inside[index - 1][1]);
  if (rising.length < 2) return [];
  const scale = scaleLinear()
    .domain(rising.map(([, value]) => value))
    .range(rising.map(([at]) => xScale(at)));
  const ticks = ticksOf({ ...x, scale: "linear", ticks: undefined, label }, scale, 8, (text) => textWidth(text) + 12);
  const attributes = { class: "label", x: area.right, y: labelAt, "text-anchor": "end", fill: colours.muted };
  return [horizontalAxis(area, "above", ticks, ""), element("text", attributes, truncated(label, room))];
}
