import { Command } from "commander";
import { readFlags } from "../config/read-flags.js";
import { mergeSettings, resolveConfig } from "../config/resolve-config.js";
import type { ResolvedConfig, SettingName } from "../config/settings.js";
import { InputError, SettingError } from "../errors/errors.js";
import { type OutputFlags, outputFlags } from "../report/output-flags.js";
import { closeAll, deliver, type Reporter } from "../report/reporter.js";
import type { ResumableRun, ResumeSettings } from "../run/resume.js";
import type { ResumeOptions } from "../run/train.js";
import type { TrainEvent } from "../train/events.js";
import { asGiven } from "./process/as-given.js";
import { addToJobSummary } from "./process/github-actions.js";
import { requireAccuracy } from "./process/min-accuracy.js";
import { loadNamedLoss } from "./process/named-loss.js";
import { integerFlag } from "./process/number-flag.js";
import { refuseLossParameters } from "./process/refused-flags.js";
import { addSettingFlags, pick, type SettingFlags } from "./process/setting-flags.js";
import { settingsIn } from "./process/settings-file.js";
import { stopSignal } from "./process/stop-signal.js";
import { typedExamples } from "./process/typed-examples.js";
import { beVerbose, verboseFlag } from "./process/verbose.js";
import { requireNamedFolder } from "./process/working-directory.js";

const settingFlags = {
  ratio: "number",
  loss: "spec",
  epochs: "count",
  batchSize: "count",
  lr: "number",
  lrSchedule: "name",
  seed: "integer",
  data: "name|folder",
  trainExamples: "count",
  imbalance: "factor",
  labelNoise: "share",
  labelNoiseKind: "name",
  engine: "name",
  threads: "count",
  out: "folder",
  logInterval: "batches",
  evalEvery: "epochs",
  checkpointEvery: "steps",
  minAccuracy: "share",
  warmupEpochs: "count",
  annealEpochs: "count",
  keepAt: "list",
} as const satisfies SettingFlags;

interface Given extends Partial<Record<SettingName, string>>, OutputFlags {
  readonly config?: string;
  readonly resume?: string;
  readonly extendEpochs?: number;
  readonly takeOver?: true;
  readonly force?: true;
  readonly verbose?: true;
  readonly dryRun?: true;
  readonly report?: true;
}

const examples = `
Examples:
  $ ohem train --ratio 3
      train on the hardest third of every batch, then test
  $ ohem train --loss ce --epochs 3 --eval-every 1
      plain cross-entropy, tested after each of three epochs
  $ ohem train --loss ./mine.js:alpha=2
      with a loss of your own; "ohem losses ./mine.js" explains it
  $ ohem train --resume runs/first
      resume a run that was stopped, to the same result; one that was killed
      before its first checkpoint starts over
  $ ohem train --config blended.json --json --min-accuracy 0.98 > result.json
      a step in a CI script: exit code 1 when the accuracy is lower

stdout carries the log lines and the result; everything else goes to stderr.`;

export function trainCommand(): Command {
  const command = new Command("train").description("train the net, then evaluate it on the test examples");
  addSettingFlags(command, settingFlags);
  command
    .option("--config <file>", "settings from a JSON file; flags win over it (configs/ holds recipes)")
    .option("--resume <run>", "resume a run that was stopped: its folder, its name below runs/, or its model file")
    .option(
      "--extend-epochs <count>",
      "with --resume: train this many additional epochs",
      integerFlag("--extend-epochs", 1),
    );
  command.option(
    "--take-over",
    "with --resume: do not wait until a dead writer on another machine has been silent for 2 min",
  );
  command.option("--force", "with --resume: accept another version of the module that defines the run's loss");
  for (const [flag, description] of Object.values(outputFlags)) command.option(flag, description);
  refuseLossParameters(command, "--loss ");
  return command
    .option("--report", "when all epochs are done, write report.html into the run's folder (see ohem report)")
    .option(...verboseFlag)
    .option("--dry-run", "validate everything and print the resolved settings; train and write nothing")
    .addHelpText("after", typedExamples(examples))
    .hook("preAction", requireNamedFolder)
    .action(runTrain);
}

async function runTrain(given: Given): Promise<void> {
  const { config: file, resume: run, extendEpochs, takeOver, force, verbose = false, dryRun: dry = false } = given;
  beVerbose(verbose);
  await loadNamedLoss(given.loss);
  const fromFlags = readFlags(pick(given, settingFlags));
  if (file === "") throw new InputError('--config: expected the name of a file, got ""');
  if (file === "-") throw new InputError("--config: - is not taken for stdin; use --config /dev/stdin");
  const fromFile = file === undefined ? {} : await settingsIn(file);
  if (run === undefined && extendEpochs !== undefined) {
    throw new InputError("--extend-epochs goes with --resume RUN; the epochs of a new run are --epochs");
  }
  if (run === undefined && force) throw new InputError("--force goes with --resume RUN, whose loss has changed");
  if (run === undefined && takeOver) throw new InputError("--take-over goes with --resume RUN, the run to take over");
  try {
    const resumable =
      run === undefined
        ? undefined
        : await resumableRun(run, { settings: mergeSettings(fromFile, fromFlags), extendEpochs, force });
    const config = resumable?.config ?? resolveConfig(fromFile, fromFlags);
    if (dry) {
      const { dryRun } = await import("./dry-run.js");
      process.stdout.write(await dryRun(config, resumable));
      return;
    }
    const output = pick(given, outputFlags);
    const done = await trainAndReport(config, resumable && { ...resumable, takeOver }, output);
    if (given.report && done !== undefined) await writeReport(done.folder, output.quiet === true);
    if (done !== undefined) requireAccuracy(done.accuracy, config.minAccuracy);
  } catch (error) {
    throw asGiven(error, fromFlags, file === undefined ? undefined : { name: file, settings: fromFile });
  }
}

async function resumableRun(run: string, options: ResumeSettings): Promise<ResumableRun> {
  const { findResumable } = await import("../run/resume.js");
  const { extendEpochs = 0 } = options;
  return findResumable(run, options).catch((error) => {
    // Nobody gave the flag: the message is about the run, and names the flag as the way on.
    const isAboutFlag = error instanceof SettingError && error.setting === "extendEpochs" && extendEpochs === 0;
    throw isAboutFlag ? new InputError(`${error.problem} (--extend-epochs N)`) : error;
  });
}

/** As `ohem report` does; stdout carries the result of the training. */
async function writeReport(folder: string, quiet: boolean): Promise<void> {
  const [{ report }, { reportNote }] = await Promise.all([
    import("../report/page/report.js"),
    import("../report/page/report-note.js"),
  ]);
  const written = await report({ of: folder });
  if (!quiet) process.stderr.write(reportNote(written));
}

/** A run that did all its epochs. */
interface Done {
  readonly accuracy: number;
  readonly folder: string;
}

/** @returns undefined when the run was stopped */
async function trainAndReport(
  config: ResolvedConfig,
  resumable: (ResumableRun & Pick<ResumeOptions, "takeOver">) | undefined,
  output: OutputFlags,
): Promise<Done | undefined> {
  const [{ train, resume }, { createReporters }, { stopNotes }, { trainSummary }] = await Promise.all([
    import("../run/train.js"),
    import("../report/create-reporters.js"),
    import("../report/stop-notes.js"),
    import("../report/job-summary/train-summary.js"),
  ]);
  const { stdout, stderr } = process;
  const { logInterval, evalEvery, batchSize, minAccuracy } = config;
  const stop = stopNotes(stderr, output.quiet === true);
  const reporters = [
    ...createReporters({ ...output, stdout, stderr, logInterval, evalEvery, batchSize, minAccuracy }),
    trainSummary(addToJobSummary, minAccuracy),
    stop,
  ];
  const signal = stopSignal(() => {
    closeAll(reporters);
    stop.atOnce();
  });
  return consume(
    resumable ? resume(resumable, { signal, takeOver: resumable.takeOver }) : train(config, { signal }),
    reporters,
  );
}

async function consume(events: AsyncIterable<TrainEvent>, reporters: readonly Reporter[]): Promise<Done | undefined> {
  let accuracy: number | undefined;
  let folder: string | undefined;
  try {
    for await (const event of events) {
      deliver(event, reporters);
      if (event.type === "run") folder = event.folder;
      if (event.type === "finished" && event.complete) accuracy = event.testAccuracy;
    }
  } finally {
    closeAll(reporters);
  }
  return accuracy === undefined || folder === undefined ? undefined : { accuracy, folder };
}
