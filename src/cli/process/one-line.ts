import { shortened } from "../../errors/shortened.js";
import { styled } from "../../report/terminal.js";
import { annotate } from "./github-actions.js";

/** Prints an error in one line on stderr, on GitHub Actions also as an annotation. */
export function writeError(message: string): void {
  process.stderr.write(`${styled("error", "ohem:", process.stderr)} ${oneLine(message)}\n`);
  annotate(oneLine(message));
}

/** Prints Commander's refusal of wrong usage in one line. @param command as it can be typed */
export function writeRefusal(refusal: string, command: string): void {
  const problem = oneLine(refusal.replace(/^error: /, "").replace(/'(.*?)'/gs, quoteShort)).replace(/\.$/, "");
  writeError(`${problem}; see ${command} --help`);
}

function quoteShort(_: string, text: string): string {
  return `'${shortened(text)}'`;
}

/** File names and arguments may hold line ends and a terminal's control characters. */
function oneLine(text: string): string {
  return text.trim().replace(/\p{Cc}+/gu, " ");
}
