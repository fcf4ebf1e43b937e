import * as comparison from "../compare/names.js";
import { nameTable } from "../report/name-table.js";
import { wrap } from "../report/terminal.js";
import * as run from "../run/names.js";
import { ledgerColumns } from "../train/ledger-csv.js";

const runFiles = {
  [run.configName]: "all settings, defaults included",
  [run.metricsName]: "an event a line: run, step (every --log-interval batches), epoch, evaluation, finished",
  [run.modelName]: "parameters, Adam's moments, and all that a run needs to resume; see ohem help model",
  [run.examplesName]: "what the run has seen of each training example; written at its end",
  [run.lockName]: "there while a process writes the run",
};

const comparisonFiles = {
  [comparison.planName]: "what is trained: contestants, settings, seeds",
  [`${comparison.trialsFolder}/ID.json`]: "a training each, with all that a verdict needs, and a checksum",
  [comparison.comparisonName]: "the verdict; its fields: ohem help json",
};

const place = `\
A run's folder is new or empty, below ${run.runsFolder}/ unless --out names it. \
${run.runsFolder}/${run.latestName} names the run that finished last. \
A comparison's is below ${comparison.comparisonsFolder}/. \
Every file appears whole or not at all, but for ${run.metricsName}, which grows line by line.`;

/** `ohem help files`. @param width of the widest line */
export function helpFiles(width: number): string {
  return [
    wrap(place, width),
    `Of a run:\n${nameTable(runFiles, width)}`,
    `The columns of ${run.examplesName}; what has not been seen yet is empty:\n${nameTable(ledgerColumns, width)}`,
    `Of a comparison:\n${nameTable(comparisonFiles, width)}\n`,
  ].join("\n\n");
}
