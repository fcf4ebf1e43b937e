/** A difference of shares in points, with its sign: "+0.12". */
export function formatPoints(share: number): string {
  const text = size(share);
  return Number(text) === 0 ? text : `${share < 0 ? "-" : "+"}${text}`;
}

/** Its size alone: "0.12". */
export function size(share: number): string {
  return (100 * Math.abs(share)).toFixed(2);
}

/** As short as it was given: "0.1". */
export function formatMargin(margin: number): string {
  return String(Number((100 * margin).toPrecision(6)));
}

export function formatInterval([low, high]: readonly [number, number]): string {
  return `(${formatPoints(low)}, ${formatPoints(high)})`;
}

export function formatP(p: number): string {
  return p < 0.0001 ? "<.0001" : p.toFixed(4);
}
