import { clearScreenDown } from "node:readline";
import cliProgress from "cli-progress";
import type { StepDone } from "../train/events.js";
import { type BarValues, barLine } from "./bar-line.js";
import type { Reporter } from "./reporter.js";
import type { Output } from "./terminal.js";

const redrawsPerSecond = 10;

/**
 * A bar for every epoch, cleared at its end. It has no colours and leaves the cursor and line wrapping as they are:
 * however the process ends, suspended or killed, there is nothing to restore.
 */
export function progressBar(stderr: Output): Reporter {
  let values: BarValues | undefined;
  const bar = new cliProgress.SingleBar({
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
  /** in ms; evaluations and checkpoints between two epochs are not counted */
  let epochStarted = 0;
  /** examples of the epoch before its first step here: not 0 where a run is resumed in the middle of an epoch */
  let skipped = 0;
  const startClock = () => {
    if (!bar.isActive) epochStarted = performance.now();
  };

  return {
    run(event) {
      epochs = event.epochs;
      startClock();
    },
    step(event) {
      if (!bar.isActive) skipped = event.seen;
      const done = event.seen + event.examples;
      values = toValues(event, epochs, done - skipped, (performance.now() - epochStarted) / 1000);
      if (bar.isActive) bar.update(done);
      else bar.start(event.epochExamples, done);
    },
    epoch() {
      clear();
      startClock();
    },
    evaluation: startClock,
    checkpoint: startClock,
    finished: clear,
    close: clear,
  };
}

function toValues(event: StepDone, epochs: number, done: number, seconds: number): BarValues {
  const { epoch, seen, examples, epochExamples } = event;
  const examplesPerSecond = done / Math.max(seconds, 1e-3);
  return {
    epoch,
    epochs,
    secondsLeft: ((epochs - epoch) * epochExamples - seen - examples) / examplesPerSecond,
    examplesPerSecond,
    meanLoss: event.epochMeanLoss,
    objective: event.epochObjective,
    keptFraction: event.epochKeptFraction,
  };
}
