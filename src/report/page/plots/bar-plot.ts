import type { Html } from "../html.js";
import { frame, type PlotWords } from "./frame.js";
import { seriesStyle } from "./series.js";
import { element, group } from "./svg.js";
import { textWidth, truncated, wrapped } from "./text.js";
import { colours, fontSize, padding, plotWidth } from "./theme.js";

interface Bar {
  readonly name: string;
  /** >= 0; what is not finite has no bar */
  readonly value: number;
  /** at its end */
  readonly label: string;
}

export interface BarPlot extends PlotWords {
  /** what the bars measure */
  readonly label: string;
  readonly bars: readonly Bar[];
  /** the value of a bar over the whole width; default: the largest */
  readonly full?: number | undefined;
}

const rowHeight = 28;
const barHeight = 16;

/** Horizontal bars, each with its name and figure. @returns an SVG that is a whole file, too */
export function barPlot(plot: BarPlot): Html {
  const room = plotWidth - 2 * padding;
  return frame(plot, (top) => {
    const { bars } = plot;
    const names = Math.min(0.45 * room, Math.max(0, ...bars.map(({ name }) => textWidth(name)))) + 10;
    const labels = Math.min(0.3 * room, Math.max(0, ...bars.map(({ label }) => textWidth(label)))) + 8;
    const largest = Math.max(...bars.map(({ value }) => (Number.isFinite(value) ? value : 0)), plot.full ?? 0);
    const scale = largest > 0 ? (room - names - labels) / largest : 0;
    const heading = wrapped(plot.label, room, fontSize.text, 2);
    const first = top + 10 + 19 * heading.length;
    return {
      drawn: [
        ...heading.map((line, index) => {
          return element("text", { class: "label", x: padding, y: top + 16 + 19 * index, fill: colours.muted }, line);
        }),
        ...bars.map((bar, index) => drawBar(bar, first + index * rowHeight, names, scale)),
      ],
      bottom: first + bars.length * rowHeight,
    };
  });
}

function drawBar({ name, value, label }: Bar, top: number, names: number, scale: number): Html {
  const { className, colour } = seriesStyle(0);
  const left = padding + names;
  const width = Number.isFinite(value) ? Math.max(1, value * scale) : 0;
  const [y, text] = [top + (rowHeight - barHeight) / 2, top + rowHeight / 2 + 5];
  return group({ class: className }, [
    element("title", {}, `${name}: ${label}`),
    element("text", { x: left - 10, y: text, "text-anchor": "end" }, truncated(name, names - 10)),
    element("rect", { class: "bar", x: left, y, width, height: barHeight, rx: 2, fill: colour }),
    element("text", { class: "label", x: left + width + 7, y: text, fill: colours.muted }, label),
  ]);
}
