// biome-ignore lint/suspicious/noControlCharactersInRegex: these are a terminal's
const sequence = /\x1b(?:\[(\d*)([A-Za-z])|([78]))|\r\n|\r|\n|[^\x1b\r\n]/gu;
/** Bold, red, yellow, and what ends them. */
const styleEnds: Readonly<Record<string, string>> = { 1: "22", 31: "39", 33: "39" };

/**
 * The rows that a terminal of endless height would show, without those that are empty at the end. It knows moving to a
 * column, clearing the line and below, saving and restoring the cursor, and styles that end in the line in which they
 * begin. It refuses every other escape sequence: hiding the cursor or changing the wrapping would have to be undone.
 */
export function screenAfter(bytes: string, columns: number): string[] {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  let saved: readonly [row: number, column: number] = [0, 0];
  let styleEnd: string | undefined;
  let parsed = 0;
  for (const [text, count, command, single] of bytes.matchAll(sequence)) {
    parsed += text.length;
    if (command === "m" && styleEnd === undefined && styleEnds[count]) styleEnd = styleEnds[count];
    else if (command === "m" && styleEnd === count) styleEnd = undefined;
    else if (text.endsWith("\n") && styleEnd !== undefined) throw new Error(`a style that goes beyond row ${row}`);
    else if (text === "\r") column = 0;
    else if (text.endsWith("\n")) [row, column] = [row + 1, 0];
    else if (single === "7") saved = [row, column];
    else if (single === "8") [row, column] = saved;
    else if (command === "G") column = Number(count || 1) - 1;
    else if (command === "K") rows[row] = count === "2" ? [] : rows[row].slice(0, column);
    else if (command === "J") rows.splice(row, rows.length, rows[row].slice(0, column));
    else if (command !== undefined) throw new Error(`escape sequence ${JSON.stringify(text)}`);
    else {
      if (column === columns) [row, column] = [row + 1, 0];
      rows[row] ??= [];
      while (rows[row].length < column) rows[row].push(" ");
      rows[row][column++] = text;
    }
    rows[row] ??= [];
  }
  if (parsed !== bytes.length) throw new Error(`an escape sequence of another kind in ${JSON.stringify(bytes)}`);
  const lines = rows.map((cells) => cells.join("").trimEnd());
  while (lines.at(-1) === "") lines.pop();
  return lines;
}
