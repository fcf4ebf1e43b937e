import type { Html } from "../html.js";
import { element, group, rounded } from "./svg.js";
import { centredAt, textWidth, truncated } from "./text.js";
import { colours, padding, plotWidth } from "./theme.js";
import type { Tick } from "./ticks.js";

/** Where a plot draws its data. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const edges = [4, plotWidth - 4] as const;
const tickLength = 4;

/** An axis along the lower or the upper edge, with its label outside it. @param label may be empty */
export function horizontalAxis(area: Area, side: "below" | "above", ticks: readonly Tick[], label: string): Html {
  const below = side === "below";
  const y = below ? area.bottom : area.top;
  const end = y + (below ? tickLength : -tickLength);
  const textAt = below ? end + 14 : end - 5;
  const labelAt = below ? textAt + 20 : textAt - 20;
  const middle = (area.left + area.right) / 2;
  const shown = truncated(label, plotWidth - 2 * padding);
  return group({ class: "axis" }, [
    element("path", {
      class: "rule",
      d: `M${rounded(area.left)} ${y}H${area.right}`,
      stroke: colours.axis,
      fill: "none",
    }),
    ...ticks.map(({ at }) => {
      return element("line", { class: "rule", x1: at, x2: at, y1: y, y2: end, stroke: colours.axis });
    }),
    group({ class: "label", "text-anchor": "middle", fill: colours.muted }, [
      ...ticks.map(({ at, text }) => element("text", { x: centredAt(at, text, edges), y: textAt }, text)),
      ...(shown === "" ? [] : [element("text", { x: centredAt(middle, shown, edges), y: labelAt }, shown)]),
    ]),
  ]);
}

/** Lines across the area, their values at the left. */
export function horizontalGrid(area: Area, ticks: readonly Tick[]): Html {
  return group({ class: "axis" }, [
    ...ticks.map(({ at }) => {
      const ends = { x1: area.left, x2: area.right, y1: at, y2: at };
      return element("line", { class: "grid", ...ends, stroke: colours.grid });
    }),
    group(
      { class: "label", "text-anchor": "end", fill: colours.muted },
      ticks.map(({ at, text }) => element("text", { x: area.left - 7, y: at + 5 }, text)),
    ),
  ]);
}

/** Room to the left of an area for the texts of its grid. */
export function roomFor(ticks: readonly Tick[]): number {
  return padding + 7 + Math.max(0, ...ticks.map(({ text }) => textWidth(text)));
}
