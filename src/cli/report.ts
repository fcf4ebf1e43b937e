import { Command } from "commander";
import type { ReportOptions } from "../report/page/report.js";
import { asGiven } from "./process/as-given.js";
import { latestModel } from "./process/latest-model.js";
import { typedExamples } from "./process/typed-examples.js";
import { requireNamedFolder } from "./process/working-directory.js";

type Given = Omit<ReportOptions, "of">;

const examples = `
Examples:
  $ ohem report
      the latest finished run -> report.html in its folder
  $ ohem report runs/first --out first.html
      another run, also one that was stopped, in another file
  $ ohem report --svg plots
      the plots as files too, for slides
  $ ohem report comparisons/NAME
      a comparison: verdict, intervals, curves, every trial

The page is one file that opens without network, server or scripts: curves,
confusion matrix, errors, hardest examples, suspects, where the loss sits,
settings. Where scripts run, you can draw a digit for the run's own net.`;

export function reportCommand(): Command {
  return new Command("report")
    .description("write what a run or a comparison found as one HTML file")
    .argument("[run]", "a run's folder or a model file, or a comparison's folder (default: the latest finished run)")
    .option("--out <file.html>", "the file to write (default: report.html in its folder)")
    .option("--svg <folder>", "also write each plot as a file into this folder")
    .option("--data <name|folder>", "the run's data, if it has moved")
    .option("--partial", "of a comparison: although trials are missing, from the seeds that are complete")
    .addHelpText("after", typedExamples(examples))
    .hook("preAction", requireNamedFolder)
    .action(runReport);
}

async function runReport(of: string | undefined, given: Given): Promise<void> {
  const [{ report }, { reportNote }] = await Promise.all([
    import("../report/page/report.js"),
    import("../report/page/report-note.js"),
  ]);
  const { stdout, stderr } = process;
  const run = of ?? (await latestModel((note) => stderr.write(note)));
  const written = await report({ ...given, of: run }).catch((error) => {
    throw asGiven(error, given);
  });
  stdout.write(reportNote(written));
}
