import type { EpochDone, EvaluationDone, RunFinished, RunSchedule, RunStarted } from "../train/events.js";
import { evalCommand, resumeCommand } from "./commands.js";
import { formatAccuracy, formatCount, formatCountOf, formatLoss, formatPercent, formatSeconds } from "./numbers.js";
import type { Output, Reporter } from "./reporter.js";

/** Tells people on stderr what is trained, how each epoch went, what was skipped, and what to do next. */
export function notes(stderr: Output): Reporter {
  let run: RunStarted | undefined;
  let model: string | undefined;
  return {
    handle(event) {
      if (event.type === "run") {
        run = event;
        stderr.write(startNote(event));
      }
      if (event.type === "epoch") stderr.write(epochNote(event));
      if (event.type === "checkpoint") model = event.file;
      if (event.type === "finished") {
        stderr.write(endNote(event));
        if (event.forwardExamples > 0) stderr.write(skippedNote(event));
        const evaluation = event.evaluations.at(-1);
        if (event.complete && evaluation) stderr.write(evaluationNote(evaluation));
        if (model !== undefined) stderr.write(`Model: ${model}\n`);
        if (model !== undefined && run?.folder !== undefined) stderr.write(nextNote(run.folder, event.complete));
      }
    },
    close() {},
  };
}

function startNote(run: RunStarted): string {
  const { loss, schedule, data, engine, parameters, epochs, batchSize, seed, folder, resumed } = run;
  return [
    `Data: ${data.name}, ${formatCount(data.train)} training and ${formatCount(data.test)} test examples, ${data.classes} classes`,
    `Loss: ${loss}, ${formatCountOf(epochs, "epoch")}, batches of ${batchSize}, seed ${seed}, ${formatCount(parameters)} parameters`,
    schedule === undefined ? "" : `Schedule: ${describeSchedule(schedule)}`,
    `Engine: ${engine.description} (${engine.reason})`,
    folder === undefined ? "" : `Folder: ${folder}`,
    resumed === undefined ? "" : `Going on after ${formatCountOf(resumed, "step")}.`,
  ]
    .filter((line) => line !== "")
    .join("\n")
    .concat("\n");
}

function describeSchedule({ warmupEpochs, annealEpochs, keepAt }: RunSchedule): string {
  return [
    warmupEpochs > 0 ? `${formatCountOf(warmupEpochs, "epoch")} in which everything is kept` : "",
    annealEpochs > 0 ? `${formatCountOf(annealEpochs, "epoch")} of annealing to what the loss keeps` : "",
    keepAt === undefined ? "" : `kept fractions by training accuracy ${keepAt}`,
  ]
    .filter((part) => part !== "")
    .join(", then ");
}

function epochNote(event: EpochDone): string {
  const { epoch, trainAccuracy, meanLoss, objective, keptFraction, forwardExamples, backwardExamples } = event;
  return (
    `Epoch ${epoch}: train accuracy ${formatAccuracy(trainAccuracy)}, mean loss ${formatLoss(meanLoss)}, objective ${formatLoss(objective)}, ` +
    `kept ${formatPercent(keptFraction, 1)}, ${formatCountOf(forwardExamples - backwardExamples, "backward pass", "es")} skipped, ` +
    `${formatSeconds(event.trainSeconds)}\n`
  );
}

function endNote({ complete, epochs, steps, trainSeconds }: RunFinished): string {
  if (!complete) return `Stopped after ${formatCountOf(steps, "step")}.\n`;
  return `Trained ${formatCountOf(epochs.length, "epoch")} (${formatCountOf(steps, "step")}) in ${formatSeconds(trainSeconds)}.\n`;
}

/** Below this the estimate is noise: the first steps of a process are slower than the later ones. */
const leastSavedSeconds = 0.1;

function skippedNote({ forwardExamples: forward, backwardExamples, savedSeconds }: RunFinished): string {
  const skipped = forward - backwardExamples;
  const saved = savedSeconds >= leastSavedSeconds ? `, about ${formatSeconds(savedSeconds)} saved` : "";
  return `Backward passes skipped: ${formatCount(skipped)} of ${formatCount(forward)} (${formatPercent(skipped / forward, 1)})${saved}.\n`;
}

function evaluationNote({ correct, examples, testLoss, seconds }: EvaluationDone): string {
  return (
    `Tested on ${formatCountOf(examples, "example")} in ${formatSeconds(seconds)}: ${formatCount(correct)} right, ` +
    `mean loss ${formatLoss(testLoss)}.\n`
  );
}

function nextNote(folder: string, complete: boolean): string {
  return complete ? `To evaluate it again: ${evalCommand(folder)}\n` : `To go on: ${resumeCommand(folder)}\n`;
}
