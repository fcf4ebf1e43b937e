import { fontSize } from "./theme.js";

/** Shares of the font size, on the wide side: nobody knows which font will be there. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3ffff}]/u, 1.05],
  [/[@%MWmw\u2014\u2026]/, 0.95],
  [/[A-Z&+<=>~\u2212]/, 0.7],
  [/[ !'()*,./:;I[\]fijlrt|-]/, 0.36],
];

const usual = 0.63;

/** In pixels, about. */
export function textWidth(text: string, size = fontSize.text): number {
  let width = 0;
  for (const character of text) width += widths.find(([class_]) => class_.test(character))?.[1] ?? usual;
  return width * size;
}

/** Of sums in different orders, in pixels. */
const tolerance = 0.01;

/** Cut to a width, with an ellipsis. */
export function truncated(text: string, room: number, size = fontSize.text): string {
  if (textWidth(text, size) <= room + tolerance) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size) > room) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Broken between words; what is longer than so many lines, or a word than one, ends in an ellipsis. */
export function wrapped(text: string, room: number, size = fontSize.text, most = 3): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((some) => some !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || textWidth(longer, size) <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== "") lines.push(line);
  const kept = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join(" ")] : lines;
  return kept.map((some) => truncated(some, room, size));
}

/** The centre of a text: the place that it belongs to, or as near to it as keeps the text between two edges. */
export function centredAt(at: number, text: string, [from, to]: readonly [number, number]): number {
  const half = textWidth(text) / 2;
  return Math.min(Math.max(at, from + half), Math.max(from + half, to - half));
}
