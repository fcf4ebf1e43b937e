const longest = 60;

/** What was given, as an error quotes it. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
