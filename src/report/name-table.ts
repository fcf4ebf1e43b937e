import { wrap } from "./terminal.js";

const narrowestMeaning = 20;

/** Names and what they mean, in two columns, indented by two. @param width of the widest line */
export function nameTable(meanings: Readonly<Record<string, string>>, width: number): string {
  const start = Math.max(...Object.keys(meanings).map((name) => name.length)) + 4;
  const rows = Object.entries(meanings).map(([name, meaning]) => {
    const wrapped = wrap(meaning, Math.max(narrowestMeaning, width - start));
    return `  ${name}`.padEnd(start) + wrapped.replaceAll("\n", `\n${" ".repeat(start)}`);
  });
  return rows.join("\n");
}
