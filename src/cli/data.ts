import { Command } from "commander";
import { jsonHelp } from "./process/json-help.js";
import { typedExamples } from "./process/typed-examples.js";

const examples = `
Examples:
  $ ohem data
  $ ohem train --data fashion-mnist`;

export function dataCommand(): Command {
  return new Command("data")
    .description("list the data sets: what is there, and what brings the others")
    .option("--json", jsonHelp)
    .addHelpText("after", typedExamples(examples))
    .action(runData);
}

async function runData({ json }: { readonly json?: true }): Promise<void> {
  const [{ listDataSets }, { dataSetsText }] = await Promise.all([
    import("../data/list.js"),
    import("../report/data-sets.js"),
  ]);
  const sets = await listDataSets();
  const { stdout } = process;
  stdout.write(json ? `${JSON.stringify({ sets })}\n` : dataSetsText(sets, stdout));
}
