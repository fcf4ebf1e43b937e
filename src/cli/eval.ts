import { Command } from "commander";
import { readFlags } from "../config/read-flags.js";
import { describeSetting, flagOf } from "../config/settings.js";
import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { checkWritable } from "../files/check-writable.js";
import { writeFileWhole } from "../files/write-file.js";
import { predictionColumns, predictionsCsv } from "../report/predictions-csv.js";
import { asGiven } from "./process/as-given.js";
import { addToJobSummary } from "./process/github-actions.js";
import { jsonHelp } from "./process/json-help.js";
import { latestModel } from "./process/latest-model.js";
import { requireAccuracy } from "./process/min-accuracy.js";
import { typedExamples } from "./process/typed-examples.js";
import { beVerbose, verboseFlag } from "./process/verbose.js";
import { requireNamedFolder } from "./process/working-directory.js";

interface EvalFlags {
  readonly data?: string;
  readonly engine?: string;
  readonly threads?: string;
  readonly minAccuracy?: string;
  readonly predictions?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

const columns = Object.entries(predictionColumns);

const examples = `
Examples:
  $ ohem eval
      the latest finished run: a table by class, then the test accuracy
  $ ohem eval runs/first --data ./my-digits
      another run, on other data with the same classes
  $ ohem eval model.safetensors --json
      a model file, one JSON document with the confusion matrix
  $ ohem eval --predictions predictions.csv
      what the model says of each test example

Columns of the file of --predictions:
${columns.map(([name, meaning]) => `  ${name.padEnd(24)}${meaning}`).join("\n")}`;

export function evalCommand(): Command {
  return new Command("eval")
    .description("evaluate a trained model on the test examples")
    .argument("[run]", "a run's folder or a model file (default: the latest finished run)")
    .option("--data <name|folder>", "the data to test on (default: the data of the run)")
    .option("--engine <name>", "the engine (default: chosen as for the training)")
    .option("--threads <count>", describeSetting("threads"))
    .option(`${flagOf("minAccuracy")} <share>`, "fail if the test accuracy is lower")
    .option("--predictions <file.csv>", "write a line for each test example; replaces an earlier file")
    .option("--json", jsonHelp)
    .option("--quiet", "write nothing but the test accuracy and errors")
    .option(...verboseFlag)
    .addHelpText("after", typedExamples(examples))
    .hook("preAction", requireNamedFolder)
    .action(runEval);
}

async function runEval(run: string | undefined, given: EvalFlags): Promise<void> {
  const { json, quiet, verbose = false, predictions: csv, ...settings } = given;
  beVerbose(verbose);
  const flags = readFlags(settings);
  const { data, engine, threads, minAccuracy } = flags;
  const [{ evaluateRun }, { evaluationJson, evaluationNotes, evaluationText }, { resultLine }, { evalSummary }] =
    await Promise.all([
      import("../run/evaluate-run.js"),
      import("../report/evaluation.js"),
      import("../report/result-line.js"),
      import("../report/job-summary/eval-summary.js"),
    ]);
  const { stdout, stderr } = process;
  if (csv !== undefined) await checkCsv(csv);
  const model = run ?? (await latestModel((note) => quiet || stderr.write(note)));
  const evaluation = await evaluateRun({ run: model, data, engine, threads, predictions: csv !== undefined }).catch(
    (error) => {
      throw asGiven(error, flags);
    },
  );
  if (csv !== undefined && evaluation.predictions !== undefined) {
    await writeFileWhole(csv, predictionsCsv(evaluation.predictions));
  }
  if (!quiet) stderr.write(evaluationNotes(evaluation, stderr));
  if (json) stdout.write(evaluationJson(evaluation, minAccuracy));
  else stdout.write(quiet ? resultLine(evaluation.testAccuracy, stdout) : evaluationText(evaluation, stdout));
  addToJobSummary(evalSummary(evaluation, minAccuracy));
  requireAccuracy(evaluation.testAccuracy, minAccuracy);
}

/** Other names are mistakes: a forgotten value would take the run's, and a model or data could be replaced. */
async function checkCsv(file: string): Promise<void> {
  if (!/[^/\\]\.csv$/i.test(file)) {
    throw new InputError(`--predictions: expected the name of a .csv file, got ${shortened(file || '""')}`);
  }
  await checkWritable(file);
}
