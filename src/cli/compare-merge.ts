import { Command } from "commander";
import type { MergeOptions } from "../compare/shards/merge.js";
import { RunError } from "../errors/errors.js";
import { metricOption } from "./compare-show.js";
import { asGiven } from "./process/as-given.js";
import { addToJobSummary } from "./process/github-actions.js";
import { jsonHelp } from "./process/json-help.js";
import { pointsFlag, positiveFlag } from "./process/number-flag.js";
import { typedExamples } from "./process/typed-examples.js";

interface Given extends MergeOptions {
  readonly json?: true;
  readonly quiet?: true;
}

const examples = `
A verdict needs every trial: merge names the ones that are missing, with the commands
that train them. In which order, when and where shards are merged changes nothing.
A folder --out that holds the same comparison of other seeds gets these in addition.

Examples:
  $ ohem compare merge shards/*
      shards that were trained in folders of their own
  $ ohem compare merge comparisons/NAME
      shards that shared a folder
  $ ohem compare merge shards/* --partial
      a verdict from the seeds that are complete, by the rule for many looks`;

export function compareMergeCommand(): Command {
  return new Command("merge")
    .description("put the shards of a comparison together, and reach the verdict")
    .argument("<folder...>", "the folders of all shards, or the one that they share")
    .option("--out <folder>", "where the comparison goes (default: a single folder, else comparisons/NAME)")
    .option("--partial", "reach a verdict although trials are missing; it is marked as such")
    .option("--baseline <name>", "hold the others against this contestant (default: the first)")
    .addOption(metricOption())
    .option("--margin <points>", "a difference below it does not matter (default: 0.1)", pointsFlag("--margin"))
    .option("--target <share>", "also report the time to this test accuracy", positiveFlag("--target", 1))
    .option("--json", jsonHelp)
    .option("--quiet", "write nothing but the verdict and errors")
    .addHelpText("after", typedExamples(examples))
    .action(runMerge);
}

async function runMerge(places: readonly string[], { json, quiet, ...options }: Given): Promise<void> {
  const [{ mergeComparisons }, { mergedNote, missingText }, { comparisonJson, comparisonText }, summary] =
    await Promise.all([
      import("../compare/shards/merge.js"),
      import("../report/comparison/merge.js"),
      import("../report/comparison/text.js"),
      import("../report/job-summary/compare-summary.js"),
    ]);
  const { stdout, stderr } = process;
  const merged = await mergeComparisons(places, options).catch((error) => {
    throw asGiven(error, {});
  });
  const { comparison, missing, trials } = merged;
  const failed = comparison === undefined;
  if (missing.trials.length > 0 && (failed || !quiet)) stderr.write(missingText(missing));
  if (comparison === undefined) {
    const count = `${missing.trials.length} of ${missing.trials.length + trials} trials are missing`;
    const where = "train them, or name the folders that hold them, too";
    throw new RunError(`${count}; ${where}, then merge again (--partial reaches a verdict without them)`);
  }
  if (!quiet) stderr.write(mergedNote(merged, stderr));
  addToJobSummary(summary.comparisonSummary(comparison));
  stdout.write(json ? comparisonJson(comparison) : comparisonText(comparison, stdout));
}
