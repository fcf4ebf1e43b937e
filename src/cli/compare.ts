import { basename, dirname } from "node:path";
import { Command } from "commander";
import { trialsFolder } from "../compare/names.js";
import type { CompareOptions } from "../compare/options.js";
import { readFlags } from "../config/read-flags.js";
import { mergeSettings } from "../config/resolve-config.js";
import type { SettingName } from "../config/settings.js";
import { FileFormatError } from "../errors/errors.js";
import { lineWidth } from "../report/terminal.js";
import { compareMergeCommand } from "./compare-merge.js";
import { refuseTrainFlags } from "./compare-refused.js";
import { writeComparisonReport } from "./compare-report.js";
import { shardOptions } from "./compare-shard.js";
import { compareShowCommand, metricOption } from "./compare-show.js";
import { asGiven } from "./process/as-given.js";
import { addToJobSummary } from "./process/github-actions.js";
import { jsonHelp } from "./process/json-help.js";
import { integerFlag, pointsFlag, positiveFlag } from "./process/number-flag.js";
import { addSettingFlags, pick, type SettingFlags } from "./process/setting-flags.js";
import { settingsIn } from "./process/settings-file.js";
import { stopSignal } from "./process/stop-signal.js";
import { typedExamples } from "./process/typed-examples.js";

/** Settings that all contestants share. */
const settingFlags = {
  epochs: "count",
  batchSize: "count",
  lr: "number",
  lrSchedule: "name",
  data: "name|folder",
  trainExamples: "count",
  imbalance: "factor",
  labelNoise: "share",
  labelNoiseKind: "name",
} as const satisfies SettingFlags;

interface Given
  extends Partial<Record<SettingName, string>>,
    Omit<CompareOptions, "settings" | "out" | "controls" | "shard" | "command" | "signal"> {
  readonly config?: string;
  readonly control: boolean;
  readonly shard?: string;
  readonly dryRun?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly report?: true;
}

/** The flags that are options of the comparison as they are. */
const optionFlags = {
  seeds: "",
  firstSeed: "",
  seedsFor: "",
  untilDecided: "",
  maxSeeds: "",
  metric: "",
  margin: "",
  target: "",
  curve: "",
  jobs: "",
  out: "",
  repair: "",
} as const satisfies Partial<Record<keyof CompareOptions, "">>;

const examples = `
Contestants are losses as ohem train --loss takes them, or files of settings; the
first is the baseline. Each that skips a fixed part of a batch gets a control:
random selection of as many examples. Differences are paired by seed, and judged
at the last epoch.

Examples:
  $ ohem compare ce ohem:ratio=3
      does mining the hardest third reach the accuracy of plain cross-entropy?
  $ ohem compare ce ohem:ratio=3 ohem:ratio=8 --seeds 20 --lr-schedule one-cycle --lr 0.01
      two ratios, under a learning rate that leaves less to gain
  $ ohem compare ce ohem:ratio=3 --until-decided --max-seeds 40
      add seeds until every verdict is reached
  $ ohem compare ce ohem:ratio=3 --seeds 40 --shard auto/8 --out shards/3
      one of eight parts, in a task of a scheduler; ohem compare merge shards/* is the rest
  $ ohem compare show
      the verdict of the last comparison again, without training

A comparison that was stopped continues with the same command. How a verdict is
reached, and what it may claim: ohem help verdict`;

export function compareCommand(): Command {
  const command = new Command("compare")
    .description("train losses from many seeds and tell which is better, worse or as good")
    .argument("[contestants...]", "the baseline, then the losses to compare with it");
  command
    .option("--seeds <count>", "trainings of each contestant (default: 10)", integerFlag("--seeds", 2))
    .option(
      "--first-seed <integer>",
      "the seeds are this one and those after it (default: 0)",
      integerFlag("--first-seed", 0),
    )
    .option(
      "--seeds-for <points>",
      "choose the number of seeds that a difference of so many points takes",
      pointsFlag("--seeds-for"),
    )
    .option("--until-decided", "add seeds until every verdict is reached; intervals are wider")
    .option(
      "--max-seeds <count>",
      "the most that --seeds-for and --until-decided take (default: 40)",
      integerFlag("--max-seeds", 2),
    );
  addSettingFlags(command, settingFlags);
  refuseTrainFlags(command);
  return command
    .enablePositionalOptions()
    .option("--config <file>", "common settings from a JSON file; flags win over it")
    .option("--no-control", "leave out the controls")
    .addOption(metricOption())
    .option("--margin <points>", "a difference below it does not matter (default: 0.1)", pointsFlag("--margin"))
    .option("--target <share>", "also report the time to this test accuracy", positiveFlag("--target", 1))
    .option("--curve <epochs>", "evaluate after every so many epochs (default: 1)", positiveFlag("--curve", 1e6))
    .option("--jobs <count>", "trainings at the same time (default: one a core)", integerFlag("--jobs", 1))
    .option("--out <folder>", "the comparison's folder (default: comparisons/NAME, named after the contestants)")
    .option(
      "--shard <i/n|auto|auto/n>",
      "train a part only; auto asks the scheduler which one (Slurm, Kubernetes, ...)",
    )
    .option("--report", "also write report.html into the comparison's folder (see ohem report)")
    .option("--repair", "train damaged trials again")
    .option("--json", jsonHelp)
    .option("--quiet", "write nothing but the verdict and errors")
    .option("--dry-run", "validate everything and print the plan; train and write nothing")
    .addHelpText("after", typedExamples(examples))
    .addCommand(compareShowCommand())
    .addCommand(compareMergeCommand())
    .action(runCompare);
}

async function runCompare(contestants: readonly string[], given: Given): Promise<void> {
  const { config: file, control, dryRun, json = false, quiet = false, report = false } = given;
  const fromFlags = readFlags(pick(given, settingFlags));
  const fromFile = file === undefined ? {} : await settingsIn(file);
  const settings = mergeSettings(fromFile, fromFlags);
  try {
    const options: CompareOptions = {
      ...pick(given, optionFlags),
      ...(await shardOptions(given.shard)),
      settings,
      controls: control,
    };
    if (dryRun) await printPlan(contestants, options, json);
    else await compareAndReport(contestants, options, { json, quiet, report });
  } catch (error) {
    const hinted = isDamagedTrial(error) ? error.suggest("add --repair to train it again") : error;
    throw asGiven(hinted, fromFlags, file === undefined ? undefined : { name: file, settings: fromFile });
  }
}

async function printPlan(specs: readonly string[], options: CompareOptions, json: boolean): Promise<void> {
  const [{ planComparison }, { planText }, { planJson }] = await Promise.all([
    import("../compare/prepare.js"),
    import("../report/comparison/progress.js"),
    import("../report/comparison/plan-json.js"),
  ]);
  const plan = await planComparison(specs, options);
  process.stdout.write(json ? planJson(plan) : planText(plan, lineWidth(process.stdout)));
}

async function compareAndReport(
  specs: readonly string[],
  options: CompareOptions,
  { json, quiet, report }: { readonly json: boolean; readonly quiet: boolean; readonly report: boolean },
): Promise<void> {
  const [{ compare }, { comparisonProgress, stoppedNote }, { finishedText }, { finishedSummary }] = await Promise.all([
    import("../compare/compare.js"),
    import("../report/comparison/progress.js"),
    import("../report/comparison/finished.js"),
    import("../report/job-summary/compare-summary.js"),
  ]);
  const { stdout, stderr } = process;
  const progress = quiet ? undefined : comparisonProgress(stderr);
  const signal = stopSignal(() => progress?.close());
  try {
    for await (const event of compare(specs, { ...options, signal })) {
      if (event.type !== "finished") {
        progress?.[event.type](event as never);
        continue;
      }
      // A bar that is cleared later would take the lines below it along.
      progress?.close();
      const result = finishedText(event, json, stdout);
      if (result === undefined) stderr.write(stoppedNote);
      else stdout.write(result);
      addToJobSummary(finishedSummary(event));
      if (report && event.comparison !== undefined) await writeComparisonReport(event.folder, event.comparison, quiet);
    }
  } finally {
    progress?.close();
  }
}

function isDamagedTrial(error: unknown): error is FileFormatError {
  return error instanceof FileFormatError && basename(dirname(error.file)) === trialsFolder;
}
