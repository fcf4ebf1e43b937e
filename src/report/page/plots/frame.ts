import type { Html } from "../html.js";
import { element, group } from "./svg.js";
import { wrapped } from "./text.js";
import { colours, fontFamily, fontSize, padding, plotWidth } from "./theme.js";

/** What every plot has. */
export interface PlotWords {
  /** unique in its page, and the name of its file: lower-case words with hyphens */
  readonly name: string;
  readonly title: string;
  /** the text alternative: what one sees in it */
  readonly description: string;
  /** below the plot, in small letters: what a line or a band stands for */
  readonly note?: string | undefined;
}

/** Bold letters are wider. */
const bold = 1.12;
const lineHeight = { title: 23, note: 19 } as const;

/**
 * The picture around a plot: white paper, the title above, the note below. It needs nothing but itself, so that it is a
 * file for a slide as well; the classes let the CSS of a page change its colours.
 * @param body draws below a height, and says where it ends
 */
export function frame(
  { name, title, description, note }: PlotWords,
  body: (top: number) => { readonly drawn: readonly Html[]; readonly bottom: number },
): Html {
  const room = plotWidth - 2 * padding;
  const titleLines = wrapped(title, room, bold * fontSize.title, 2);
  const noteLines = note === undefined ? [] : wrapped(note, room, fontSize.text, 4);
  const top = padding + lineHeight.title * titleLines.length;
  const { drawn, bottom } = body(top);
  const height = bottom + (noteLines.length === 0 ? 0 : 6 + lineHeight.note * noteLines.length) + padding;
  const lines = (some: readonly string[], first: number, step: number) =>
    some.map((line, index) => element("text", { x: padding, y: first + step * index }, line));
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${plotWidth} ${Math.round(height)}`,
      class: "plot",
      role: "img",
      "aria-labelledby": `${name}-title`,
      "aria-describedby": `${name}-description`,
      "font-family": fontFamily,
      "font-size": fontSize.text,
      fill: colours.text,
    },
    element("title", { id: `${name}-title` }, title),
    element("desc", { id: `${name}-description` }, description),
    element("rect", { class: "background", width: plotWidth, height: Math.round(height), fill: colours.background }),
    group(
      { class: "title", "font-size": fontSize.title, "font-weight": 600 },
      lines(titleLines, padding + 14, lineHeight.title),
    ),
    ...drawn,
    group({ class: "label", fill: colours.muted }, lines(noteLines, bottom + 6 + 14, lineHeight.note)),
  );
}
