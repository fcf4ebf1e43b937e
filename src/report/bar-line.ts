import { formatCount, formatPercent, formatTimeLeft } from "./numbers.js";

/** What a bar shows. Means are over the epoch so far. */
export interface BarValues {
  readonly epoch: number;
  readonly epochs: number;
  /** to the end of the last epoch */
  readonly secondsLeft: number;
  readonly examplesPerSecond: number;
  readonly meanLoss: number;
  readonly objective: number;
  readonly keptFraction: number;
}

/** Stay free at the end of the line: where a terminal echoes `^C` there, the line must not wrap. */
const freeColumns = 3;
const shortestBar = 5;
const longestBar = 40;

/**
 * One line that fits into the terminal: the narrower it is, the fewer the figures.
 * @param progress share of the epoch that is done, in [0, 1]
 * @param columns width of the terminal
 */
export function barLine(values: BarValues, progress: number, columns: number): string {
  const width = columns - freeColumns;
  for (const [before, after] of layouts(values, progress)) {
    const room = width - before.length - after.length - "[]".length;
    if (room >= shortestBar) return `${before}[${bar(progress, Math.min(room, longestBar))}]${after}`;
  }
  return `Epoch ${values.epoch} ${percentDone(progress)}`.slice(0, Math.max(0, width));
}

function* layouts(values: BarValues, progress: number): Generator<readonly [before: string, after: string]> {
  const { epoch, epochs } = values;
  const left = `${formatTimeLeft(values.secondsLeft)} left`;
  const rate = values.examplesPerSecond;
  const meanLoss = `mean loss ${values.meanLoss.toFixed(4)}`;
  const figures = `${meanLoss}, objective ${values.objective.toFixed(4)}, kept ${formatPercent(values.keptFraction, 0)}`;
  const done = percentDone(progress);

  yield [`Epoch ${epoch} (last: ${epochs - 1}, ${left}) `, ` ${done}, ${formatCount(rate)} examples/s, ${figures}`];
  yield [`Epoch ${epoch}, ${left} `, ` ${formatThousands(rate)}/s, ${figures}`];
  yield [`Epoch ${epoch}, ${left} `, ` ${formatThousands(rate)}/s, ${meanLoss}`];
  yield [`Epoch ${epoch}, ${left} `, ` ${done}`];
}

function bar(progress: number, size: number): string {
  const complete = Math.round(progress * size);
  return "=".repeat(complete) + "-".repeat(size - complete);
}

/** 41234 -> "41k" */
function formatThousands(rate: number): string {
  return rate < 10_000 ? formatCount(rate) : `${formatCount(rate / 1000)}k`;
}

/** Rounded down: 100% is the end. */
function percentDone(progress: number): string {
  return `${Math.floor(100 * progress)}%`;
}
