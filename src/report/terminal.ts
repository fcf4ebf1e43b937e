import { stripVTControlCharacters, styleText } from "node:util";

/**
 * A stream like `process.stdout` and `process.stderr`. Writing to one whose reader has gone never throws: the stream
 * emits its error.
 */
export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly fd?: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether lines can be drawn over: on a terminal that a person looks at. CI services show some terminals line by line,
 * and set CI to say so.
 */
export function canRedraw({ isTTY }: Output, env: Environment): boolean {
  return isTTY === true && env.TERM !== "dumb" && ["", "0", "false"].includes(env.CI?.toLowerCase() ?? "");
}

/** A terminal may report no size. */
const usualColumns = 80;

/** Columns that a line may fill: one fewer than a terminal has, because some wrap a full line; files have no limit. */
export function lineWidth({ isTTY, columns }: Output): number {
  return isTTY ? (columns || usualColumns) - 1 : Number.POSITIVE_INFINITY;
}

/** Breaks a text between its words, into lines of at most `width` columns where its words allow that. */
export function wrap(text: string, width: number): string {
  return text
    .split(/\r?\n/)
    .map((line) => wrapOne(line, width))
    .join("\n");
}

/** Each word comes with the space before it, which goes where a line is broken. */
function wrapOne(line: string, width: number): string {
  const lines: string[] = [];
  for (const word of line.match(/\s*\S+/g) ?? [""]) {
    const longer = (lines.at(-1) ?? "") + word;
    if (lines.length === 0 || stripVTControlCharacters(longer).length <= width) lines.splice(-1, 1, longer);
    else lines.push(word.trimStart());
  }
  return lines.join("\n");
}

/** Breaks a line that is too wide, and indents all but the first. */
export function wrapLine(text: string, width: number): string {
  return text.length <= width ? text : wrap(text, width - 2).replaceAll("\n", "\n  ");
}

/** The styles of the result, of warnings and of errors; nothing else is styled. */
const styles = { result: "bold", warning: "yellow", error: "red" } as const;

/** Plain where the stream is no terminal, cannot show styles, or the user wants none (https://no-color.org). */
export function styled(
  style: keyof typeof styles,
  text: string,
  stream: Output,
  env: Environment = process.env,
): string {
  if (!stream.isTTY || env.TERM === "dumb" || env.NO_COLOR) return text;
  // Newer versions of Node would look at process.stdout, whichever stream the text is for.
  return styleText(styles[style], text, { validateStream: false });
}
