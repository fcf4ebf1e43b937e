import { formatCount, formatLoss, formatPercent, formatTimeLeft } from "./numbers.js";

/** The figures beside a bar. Means are over the epoch so far. */
export interface BarValues {
  readonly epoch: number;
  readonly epochs: number;
  /** to the end of the last epoch; undefined: not known yet */
  readonly secondsLeft: number | undefined;
  readonly examplesPerSecond: number | undefined;
  readonly meanLoss: number;
  readonly objective: number;
  readonly keptFraction: number;
}

/** Left free at the end of the line: a terminal may echo `^C` there, and the line must not wrap. */
const freeColumns = 3;
const longestBar = 40;
/** A longer estimate is of no use. */
const longestSecondsLeft = 100 * 3600;

/**
 * One line that fits into the terminal: the narrower it is, the fewer the figures.
 * @param progress share of the epoch that is done, in [0, 1]
 * @param columns width of the terminal
 */
export function barLine(values: BarValues, progress: number, columns: number): string {
  const width = columns - freeColumns;
  for (const { shortestBar, before, after } of layouts(values, progress)) {
    const room = width - before.length - after.length - " [] ".length;
    if (room >= shortestBar) return `${before} [${bar(progress, Math.min(room, longestBar))}] ${after}`;
  }
  return `Epoch ${values.epoch} ${percentDone(progress)}`.slice(0, Math.max(0, width));
}

interface Layout {
  readonly shortestBar: number;
  readonly before: string;
  readonly after: string;
}

/** From the longest to the shortest. The bar and its percentage are the epoch's, the time left is the run's. */
function* layouts(values: BarValues, progress: number): Generator<Layout> {
  const { epoch, epochs, secondsLeft, examplesPerSecond } = values;
  const short = `Epoch ${epoch}`;
  const before = epochs > 1 ? `${short} of 0-${epochs - 1}` : short;
  const done = percentDone(progress);
  const meanLoss = `mean loss ${formatLoss(values.meanLoss)}`;
  const kept = `kept ${formatPercent(values.keptFraction, 0)}`;
  const figures = `${meanLoss}, objective ${formatLoss(values.objective)}, ${kept}`;
  const rate = examplesPerSecond === undefined ? [] : [`${formatCount(examplesPerSecond)} examples/s`];
  const isUseful = secondsLeft !== undefined && secondsLeft < longestSecondsLeft;
  const end = isUseful ? [`run ends in ${formatTimeLeft(secondsLeft)}`] : [];

  yield { shortestBar: 12, before, after: [done, figures, ...rate, ...end].join(", ") };
  yield { shortestBar: 12, before, after: [done, figures, ...end].join(", ") };
  yield { shortestBar: 12, before, after: [done, meanLoss, ...end].join(", ") };
  yield { shortestBar: 12, before, after: [done, ...end].join(", ") };
  yield { shortestBar: 5, before: short, after: [done, ...end].join(", ") };
}

function bar(progress: number, size: number): string {
  const complete = Math.round(progress * size);
  return "=".repeat(complete) + "-".repeat(size - complete);
}

/** Rounded down: 100% is the end. */
function percentDone(progress: number): string {
  return `${Math.floor(100 * progress)}%`;
}
