import { formatCount } from "../../numbers.js";
import type { Axis, Scale } from "./scales.js";

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Round values, as many as fit. @param size of a text along the axis, with the gap to the next */
export function ticksOf(axis: Axis, scale: Scale, most: number, size: (text: string) => number): readonly Tick[] {
  const [from, to] = [scale.domain()[0], scale.domain().at(-1)!];
  for (let count = most; count > 1; count--) {
    const values = candidates(axis, scale, count).filter((value) => value >= from && value <= to);
    const texts = textsOf(axis, scale, count, values);
    const ticks = values.map((value, index) => ({ at: scale(value), text: texts[index] }));
    const fits = ticks.every(({ at, text }, index) => {
      const next = ticks[index + 1];
      return next === undefined || Math.abs(next.at - at) >= (size(text) + size(next.text)) / 2;
    });
    if (fits) return ticks;
  }
  return [from, to].map((value) => ({ at: scale(value), text: textsOf(axis, scale, 2, [value])[0] }));
}

function candidates({ scale: kind, ticks }: Axis, scale: Scale, count: number): readonly number[] {
  const values = scale.ticks(count);
  if (ticks === "whole") return values.filter(Number.isInteger);
  if (kind !== "log" || values.length <= count) return values;
  const leading = count > 3 ? ["1", "2", "5"] : ["1"];
  return values.filter((value) => leading.includes(value.toExponential(0)[0]));
}

function textsOf({ scale: kind, ticks }: Axis, scale: Scale, count: number, values: readonly number[]): string[] {
  const size = Math.max(...values.map(Math.abs));
  if (kind === "log") return values.map((value) => (ticks === "percent" ? `${short(100 * value)}%` : short(value)));
  if (ticks === "whole" && size < 1e6) return values.map(formatCount);
  if (ticks === "percent") return values.map(scale.tickFormat(count, "%"));
  if (size >= 1e15) return values.map((value) => value.toExponential(1));
  return values.map(scale.tickFormat(count, size >= 1e6 ? "~s" : undefined));
}

/** Three digits: 0.002, 20, 1e+30. */
function short(value: number): string {
  if (value >= 1e6 || value < 1e-4) return Number(value.toPrecision(3)).toExponential();
  const rounded = Number(value.toPrecision(3));
  return rounded < 1000 ? String(rounded) : formatCount(rounded);
}
