import { createRequire } from "node:module";
import { clearScreenDown } from "node:readline";
import type * as CliProgress from "cli-progress";
import type { StepDone } from "../train/events.js";
import { type BarValues, barLine } from "./bar-line.js";
import type { Reporter } from "./reporter.js";
import type { Output } from "./terminal.js";

const redrawsPerSecond = 10;
/** of an epoch, before its speed is known: no estimate is better than one that is far too high */
const leastSeconds = 0.3;

/** Its 18 files are loaded for a bar, and by no other start. */
const loadCliProgress = (): typeof CliProgress => createRequire(import.meta.url)("cli-progress");

/**
 * A bar for every epoch, cleared at its end. It has no colours and leaves the cursor and line wrapping as they are:
 * however the process ends, suspended or killed, there is nothing to restore.
 */
export function progressBar(stderr: Output): Reporter {
  let values: BarValues | undefined;
  const bar = new (loadCliProgress().SingleBar)({
    stream: stderr,
    fps: redrawsPerSecond,
    clearOnComplete: true,
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
    format: (_options, { progress, maxWidth }) => (values ? barLine(values, progress, maxWidth) : ""),
  });

  /** Keys typed in the meantime may have moved the bar to lower lines: these are cleared, too. */
  const clear = () => {
    if (!bar.isActive) return;
    bar.stop();
    clearScreenDown(stderr);
  };

  let epochs = 0;
  /** the first step of the epoch here, which may take far longer than the others */
  let first: StepDone;
  /** of this epoch, or of the one before while this one is too short */
  let examplesPerSecond: number | undefined;

  return {
    run(event) {
      epochs = event.epochs;
    },
    step(event) {
      const done = doneIn(event);
      if (!bar.isActive) first = event;
      const seconds = event.epochSeconds - first.epochSeconds;
      if (seconds >= leastSeconds) examplesPerSecond = (done - doneIn(first)) / seconds;
      values = toValues(event, epochs, examplesPerSecond);
      if (bar.isActive) bar.update(done);
      else bar.start(event.epochExamples, done);
    },
    epoch(event) {
      examplesPerSecond = event.examplesPerSecond;
      clear();
    },
    finished: clear,
    close: clear,
  };
}

function doneIn({ seen, examples }: StepDone): number {
  return seen + examples;
}

function toValues(event: StepDone, epochs: number, examplesPerSecond: number | undefined): BarValues {
  const { epoch, epochExamples } = event;
  const left = (epochs - epoch) * epochExamples - doneIn(event);
  return {
    epoch,
    epochs,
    secondsLeft: examplesPerSecond && left / examplesPerSecond,
    examplesPerSecond,
    meanLoss: event.epochMeanLoss,
    objective: event.epochObjective,
    keptFraction: event.epochKeptFraction,
  };
}
