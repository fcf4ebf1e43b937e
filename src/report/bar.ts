import { clearScreenDown } from "node:readline";
import cliProgress from "cli-progress";
import type { StepDone } from "../train/events.js";
import { type BarValues, barLine } from "./bar-line.js";
import type { Output, Reporter } from "./reporter.js";

const redrawsPerSecond = 10;

/**
 * A bar for every epoch, cleared at its end. It has no colours, and leaves cursor and line wrapping alone: however the process ends, suspended or killed, there is
 * nothing to restore.
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

  /** Keys that were typed meanwhile may have moved the bar to lower lines: these are cleared, too. */
  const clear = () => {
    if (!bar.isActive) return;
    bar.stop();
    clearScreenDown(stderr);
  };

  let epochs = 0;
  /** when the latest event came that is not a step, in ms: the epoch's start */
  let since = performance.now();
  /** examples of the epoch before its first step here: not 0 where a run goes on in the middle of an epoch */
  let skipped = 0;

  return {
    handle(event) {
      if (event.type === "run") epochs = event.epochs;
      if (event.type !== "step") {
        if (event.type === "epoch" || event.type === "finished") clear();
        if (!bar.isActive) since = performance.now();
        return;
      }
      if (!bar.isActive) skipped = event.seen;
      values = toValues(event, epochs, event.seen + event.examples - skipped, (performance.now() - since) / 1000);
      if (bar.isActive) bar.update(event.seen + event.examples);
      else bar.start(event.epochExamples, event.seen + event.examples);
    },
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
