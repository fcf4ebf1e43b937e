/** A margin in points, as short as it was given: "0.1". */
export function formatMargin(margin: number): string {
  return String(Number((100 * margin).toPrecision(6)));
}
