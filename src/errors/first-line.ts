/** What an error says in its first line: TensorFlow's go on with where in its sources it happened. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n", 1)[0];
}
