/** The first line of an error: TensorFlow adds where in its sources it happened. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n", 1)[0];
}
