/** Four decimals; 1.0000 only where every prediction was right. @param accuracy in [0, 1] */
export function formatAccuracy(accuracy: number): string {
  const text = accuracy.toFixed(4);
  return text === "1.0000" && accuracy < 1 ? "0.9999" : text;
}

/** 60000 -> "60,000". Without Intl, whose tables take ten milliseconds to load. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count with its noun: "1 step", "9,380 steps". */
export function formatCountOf(count: number, noun: string, plural = "s"): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : plural}`;
}

/** Losses of a training that diverges have so many digits that only the magnitude is useful: 3.712e+30. */
export function formatLoss(loss: number, decimals = 4): string {
  return Math.abs(loss) < 1e6 ? loss.toFixed(decimals) : loss.toExponential(3);
}

/** "0.31", "74.2" */
export function formatSeconds(seconds: number): string {
  return seconds.toFixed(seconds < 10 ? 2 : 1);
}

/** Rounded up to the second or minute: "9s", "2m05s", "1h02m". */
export function formatTimeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${pad(Math.floor((whole % 3600) / 60))}m`;
}

/** @param share in [0, 1] */
export function formatPercent(share: number, decimals: number): string {
  return `${(100 * share).toFixed(decimals)}%`;
}

/** One decimal; 100.0% only where nothing is left. @param share in [0, 1] */
export function formatShare(share: number): string {
  const text = formatPercent(share, 1);
  return text === "100.0%" && share < 1 ? ">99.9%" : text;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
