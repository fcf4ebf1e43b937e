import { Command, Option } from "commander";
import { metrics } from "../compare/comparison.js";
import type { ShowOptions } from "../compare/show.js";
import { ohemCommand } from "../files/ohem-command.js";
import { lineWidth, wrapLine } from "../report/terminal.js";
import { asGiven } from "./process/as-given.js";
import { jsonHelp } from "./process/json-help.js";
import { pointsFlag, positiveFlag } from "./process/number-flag.js";
import { typedExamples } from "./process/typed-examples.js";

interface Given extends ShowOptions {
  readonly json?: true;
  readonly quiet?: true;
}

const examples = `
Examples:
  $ ohem compare show
      the comparison that was started last
  $ ohem compare show comparisons/NAME --margin 0.2
      another one, with another margin; nothing is trained or written
  $ ohem compare show data/comparisons/mnist.json
      a verdict that was kept, without its trials`;

export function compareShowCommand(): Command {
  return new Command("show")
    .description("the verdict of a comparison from its trials, without training")
    .argument("[comparison]", "its folder, or a comparison.json (default: the last comparison)")
    .option("--baseline <name>", "hold the others against this contestant (default: the first)")
    .addOption(metricOption())
    .option("--margin <points>", "a difference below it does not matter (default: 0.1)", pointsFlag("--margin"))
    .option("--target <share>", "also report the time to this test accuracy", positiveFlag("--target", 1))
    .option("--partial", "reach a verdict although trials are missing, by the rule for many looks")
    .option("--json", jsonHelp)
    .option("--quiet", "write nothing but the verdict and errors")
    .addHelpText("after", typedExamples(examples))
    .action(runShow);
}

export function metricOption(): Option {
  return new Option("--metric <name>", "what is judged (default: accuracy)").choices(metrics);
}

async function runShow(place: string | undefined, { json, quiet, ...options }: Given): Promise<void> {
  const [{ showComparison }, { comparisonJson, comparisonText }] = await Promise.all([
    import("../compare/show.js"),
    import("../report/comparison/text.js"),
  ]);
  const comparison = await showComparison(place, options).catch((error) => {
    throw asGiven(error, {});
  });
  const chosen = ["metric", "margin", "baseline"].some((name) => options[name as keyof typeof options] !== undefined);
  if (chosen && !quiet) process.stderr.write(`${wrapLine(chosenLater(), lineWidth(process.stderr))}\n`);
  process.stdout.write(json ? comparisonJson(comparison) : comparisonText(comparison, process.stdout));
}

function chosenLater(): string {
  const claim = "At most 5% false claims: that holds for the metric, margin and baseline chosen before training";
  return `${claim} (${ohemCommand()} help verdict).`;
}
