import type { Column } from "../table.js";

/** A table of a job's summary, in GitHub's Markdown. */
export function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = [
    line(columns.map(({ header }) => inMarkdown(header))),
    line(columns.map(({ align }) => (align === "left" ? ":--" : "--:"))),
    ...rows.map((row) => line(columns.map(({ cell }) => inMarkdown(cell(row).trim())))),
  ];
  return lines.join("\n");
}

/** Text from outside, on one line, without a meaning in Markdown or HTML. */
export function inMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/[\\`*_{}[\]()#|~!@$:]/g, "\\$&");
}
