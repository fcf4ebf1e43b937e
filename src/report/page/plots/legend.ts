import type { Html } from "../html.js";
import { marker, seriesStyle } from "./series.js";
import { element, group, rounded } from "./svg.js";
import { textWidth, truncated } from "./text.js";
import { padding, plotWidth } from "./theme.js";

const lineLength = 30;
const gap = 18;
const rowHeight = 21;
const manyNames = 4;

/** The names of all series in columns of equal width, none where there is only one. */
export function legend(
  names: readonly string[],
  top: number,
): { readonly drawn: readonly Html[]; readonly bottom: number } {
  if (names.length < 2) return { drawn: [], bottom: top };
  const room = plotWidth - 2 * padding;
  const own = lineLength + 8;
  // One long name must not take a line from each of the others.
  const most = names.length > manyNames ? (room - gap) / 2 : room;
  const widest = Math.min(most, own + Math.max(...names.map((name) => textWidth(name))));
  const columns = Math.max(1, Math.min(names.length, Math.floor((room + gap) / (widest + gap))));
  const rows = Math.ceil(names.length / columns);
  const entries = names.map((name, index) => {
    const style = seriesStyle(index);
    const x = padding + (index % columns) * (widest + gap);
    const y = top + 11 + Math.floor(index / columns) * rowHeight;
    const line = { class: "line", d: `M${rounded(x)} ${y}h${lineLength}`, fill: "none", stroke: style.colour };
    return group({ class: style.className }, [
      element("path", { ...line, "stroke-width": 2, "stroke-dasharray": style.dash }),
      marker(style, x + lineLength / 2, y),
      element("text", { x: x + own, y: y + 5 }, truncated(name, widest - own)),
    ]);
  });
  return { drawn: [group({ class: "legend" }, entries)], bottom: top + rows * rowHeight + 4 };
}
