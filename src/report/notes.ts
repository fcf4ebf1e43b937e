import type { RunFinished, RunSchedule, RunStarted } from "../train/events.js";
import { evalCommand, resumeCommand, shortPath } from "./commands.js";
import { describeDerived } from "./derived.js";
import { formatCount, formatCountOf, formatLoss, formatPercent, formatSeconds } from "./numbers.js";
import type { Reporter } from "./reporter.js";
import { lineWidth, type Output, wrapLine } from "./terminal.js";

/**
 * Says on stderr what is trained; at the end, what was skipped and what to do next.
 * @param asked the batch size that was asked for
 */
export function notes(stderr: Output, asked?: number): Reporter {
  let folder: string | undefined;
  let model: string | undefined;
  const write = (...lines: readonly string[]) => {
    const width = lineWidth(stderr);
    stderr.write(lines.map((line) => `${wrapLine(line, width)}\n`).join(""));
  };
  return {
    run(event) {
      folder = event.folder;
      write(...startNotes(event, asked));
    },
    checkpoint({ file }) {
      model = file;
    },
    finished(event) {
      write("", ...endNotes(event));
      if (model === undefined || folder === undefined) return;
      const width = lineWidth(stderr);
      const modelNote = `Model: ${shortPath(model)}`;
      // A path is not broken: a terminal too narrow for this one has shown the folder above.
      if (modelNote.length <= width) write(modelNote);
      const [label, command] = event.complete
        ? ["To evaluate it again:", evalCommand(folder)]
        : ["To resume:", resumeCommand(folder)];
      stderr.write(commandNote(label, command, width));
    },
  };
}

function startNotes(run: RunStarted, asked = run.batchSize): string[] {
  const { loss, schedule, data, engine, parameters, epochs, batchSize, seed, folder, resumed, takenFrom } = run;
  const { name, train, test, classes, derived, remark } = data;
  const all = asked > batchSize ? ` (all there are; ${formatCount(asked)} were asked for)` : "";
  const lines = [
    `Data: ${name}, ${formatCount(train)} training and ${formatCount(test)} test examples, ${classes} classes`,
    remark && `${remark}.`,
    derived && `Derived: ${describeDerived(derived)}`,
    `Loss: ${loss}, ${formatCountOf(epochs, "epoch")}, batches of ${batchSize}${all}, seed ${seed}, ` +
      `${formatCount(parameters)} parameters`,
    schedule && `Schedule: ${describeSchedule(schedule)}`,
    `Engine: ${engine.description} (${engine.reason})`,
    folder && `Folder: ${shortPath(folder)}`,
    takenFrom && `Taken over from process ${takenFrom.pid} on ${takenFrom.host}, which began at ${takenFrom.started}.`,
    resumed === undefined ? undefined : resumedNote(resumed),
  ];
  return lines.filter((line) => line !== undefined);
}

function resumedNote(steps: number): string {
  return steps === 0 ? "Starts over: no step of it had been saved." : `Resumed at step ${formatCount(steps)}.`;
}

function describeSchedule({ warmupEpochs, annealEpochs, keepAt }: RunSchedule): string {
  return [
    warmupEpochs > 0 ? `all examples kept for ${formatCountOf(warmupEpochs, "epoch")}` : "",
    annealEpochs > 0 ? `fewer from epoch to epoch for ${formatCountOf(annealEpochs, "epoch")}` : "",
    keepAt === undefined ? "the loss's own fraction" : `kept fractions by training accuracy ${keepAt}`,
  ]
    .filter((part) => part !== "")
    .join(", then ");
}

function endNotes(run: RunFinished): string[] {
  const { complete, epochs, evaluations, steps, trainSeconds, forwardExamples } = run;
  const end = complete
    ? `Trained ${formatCountOf(epochs.length, "epoch")} (${formatCountOf(steps, "step")}) ` +
      `in ${formatSeconds(trainSeconds)} s.`
    : `Stopped after ${formatCountOf(steps, "step")}.`;
  const evaluation = complete ? evaluations.at(-1) : undefined;
  const lines = [end, forwardExamples > 0 ? skippedNote(run) : undefined, evaluation && testedNote(evaluation)];
  return lines.filter((line) => line !== undefined);
}

/** Below this the estimate is noise: the first steps of a process are slower than the later ones. */
const leastSavedSeconds = 0.1;

function skippedNote({ forwardExamples, backwardExamples, savedSeconds }: RunFinished): string {
  const skipped = forwardExamples - backwardExamples;
  const share = formatPercent(skipped / forwardExamples, 1);
  const saved = savedSeconds >= leastSavedSeconds ? `, about ${formatSeconds(savedSeconds)} s saved` : "";
  return `Backward passes skipped: ${formatCount(skipped)} of ${formatCount(forwardExamples)} (${share})${saved}.`;
}

/** @param data name of the data, where it may be other than the run's */
export function testedNote(
  { correct, examples, testLoss, seconds }: Readonly<Record<"correct" | "examples" | "testLoss" | "seconds", number>>,
  data?: string,
): string {
  const of = data === undefined ? "" : ` of ${data}`;
  return (
    `Tested on ${formatCountOf(examples, "example")}${of} in ${formatSeconds(seconds)} s: ` +
    `${formatCount(correct)} right, mean loss ${formatLoss(testLoss)}.`
  );
}

/** Without quotes and backslashes: a shell reads it the same when it is continued over several lines. */
const plain = /^[\w ./-]+$/;

/** A command that does not fit starts on a new line, and is continued with backslashes, so that it can be copied. */
function commandNote(label: string, command: string, width: number): string {
  const line = `${label} ${command}`;
  if (line.length <= width) return `${line}\n`;
  const continued = plain.test(command) ? wrapLine(command, width - " \\".length).replaceAll("\n", " \\\n") : command;
  return `${label}\n${continued}\n`;
}
