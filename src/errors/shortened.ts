const longest = 60;

/** Given text, cut to a length that an error can quote. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
