import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from "d3-shape";
import type { Html } from "../html.js";
import { element, rounded } from "./svg.js";
import { dashes, seriesColours } from "./theme.js";

const shapes: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolStar,
  symbolWye,
];

/** How a series is drawn: by colour, dash and marker, so that none of them is needed alone. */
export interface SeriesStyle {
  /** "series-1" to "series-8" */
  readonly className: string;
  readonly colour: string;
  readonly dash: string | undefined;
  readonly shape: SymbolType;
}

/** Of the n-th series of a plot; 56 of them differ. */
export function seriesStyle(index: number): SeriesStyle {
  const colour = index % seriesColours.length;
  return {
    className: `series-${colour + 1}`,
    colour: seriesColours[colour],
    dash: dashes[index % dashes.length],
    shape: shapes[index % shapes.length],
  };
}

/** @param size of it in square pixels */
export function marker({ shape, colour }: SeriesStyle, x: number, y: number, size = 50): Html {
  const d = symbol(shape, size).digits(1)() ?? "";
  return element("path", { class: "mark", d, transform: `translate(${rounded(x)} ${rounded(y)})`, fill: colour });
}
