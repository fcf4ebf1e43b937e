import { Command, Option } from "commander";
import { InputError } from "../errors/errors.js";
import { asGiven } from "./process/as-given.js";
import { jsonHelp } from "./process/json-help.js";
import { latestModel } from "./process/latest-model.js";
import { integerFlag } from "./process/number-flag.js";
import { typedExamples } from "./process/typed-examples.js";

interface SuspectsFlags {
  readonly top?: number;
  readonly data?: string;
  readonly csv?: true;
  readonly json?: true;
  readonly show?: true;
}

const examples = `
Examples:
  $ ohem suspects
      of the latest finished run: the 50 examples to look at first
  $ ohem suspects runs/first --top 10 --show
      ten, with their images
  $ ohem suspects --top 1000 --csv > look-at-these.csv

The score is the share of an example's presentations in which it was predicted
as the same other class, times its mean loss, both from the second epoch on.
--csv and --json also have its loss in each epoch.
Wrong labels score high, and so do examples that are hard to tell apart.
Before step 1,000 any net repeats its mistakes, and the list means little.`;

export function suspectsCommand(): Command {
  return new Command("suspects")
    .description("list the training examples whose labels you should check")
    .argument("[run]", "a run's folder or a model file (default: the latest finished run)")
    .option("--top <count>", "how many to list (default: 50)", integerFlag("--top", 1))
    .option("--data <name|folder>", "the run's data, if it has moved")
    .option("--csv", "write CSV to stdout")
    .addOption(new Option("--json", jsonHelp).conflicts("csv"))
    .addOption(new Option("--show", "draw the images, on a terminal").conflicts(["csv", "json"]))
    .addHelpText("after", typedExamples(examples))
    .action(runSuspects);
}

async function runSuspects(run: string | undefined, { top, data, csv, json, show }: SuspectsFlags): Promise<void> {
  if (data === "") throw new InputError('--data: expected a data set or a folder, got ""');
  const [{ suspects }, report] = await Promise.all([import("../run/suspects.js"), import("../report/suspects.js")]);
  const { stdout, stderr } = process;
  const model = run ?? (await latestModel((note) => stderr.write(note)));
  const found = await suspects({ run: model, data, top }).catch((error) => {
    throw asGiven(error, { data, top });
  });
  stderr.write(report.suspectsNotes(found, stderr));
  if (csv) stdout.write(report.suspectsCsv(found));
  else if (json) stdout.write(report.suspectsJson(found));
  else stdout.write(report.suspectsText(found, stdout));
  if (!show) return;
  const { canDraw, drawSuspects } = await import("../report/drawings.js");
  if (canDraw(stdout)) stdout.write(drawSuspects(found, stdout));
  else stderr.write("Note: --show draws only on a terminal.\n");
}
