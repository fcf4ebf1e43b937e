import { Command } from "commander";
import type { LossDefinition } from "../losses/definition.js";
import { legalValues } from "../losses/parts/parameter.js";
import { lossDefinitions, parseLoss } from "../losses/registry.js";
import { loadNamedLoss } from "./process/named-loss.js";
import { typedExamples } from "./process/typed-examples.js";

const examples = `
Examples:
  $ ohem losses
  $ ohem losses threshold
  $ ohem losses --json`;

export function lossesCommand(): Command {
  return new Command("losses")
    .description("list the losses, or explain one")
    .argument("[name]", "the loss to explain")
    .option("--json", "write one JSON document")
    .addHelpText("after", typedExamples(examples))
    .action(runLosses);
}

async function runLosses(name: string | undefined, { json }: { readonly json?: true }): Promise<void> {
  const one = name === undefined ? undefined : await definitionOf(name);
  if (json) {
    const document = one === undefined ? lossDefinitions.map(asJson) : asJson(one);
    process.stdout.write(`${JSON.stringify(document)}\n`);
    return;
  }
  const { explainLoss, listLosses } = await import("./explain-loss.js");
  const { stdout } = process;
  stdout.write(one === undefined ? listLosses(lossDefinitions, stdout) : explainLoss(one, stdout));
}

async function definitionOf(spec: string): Promise<LossDefinition> {
  await loadNamedLoss(spec);
  return parseLoss(spec).definition!;
}

function asJson({ name, summary, formula, source, comingFrom, parameters, target }: LossDefinition) {
  const described = Object.entries(parameters).map(([name, parameter]) => ({
    name,
    ...parameter,
    default: parameter.default ?? null,
    legal: legalValues(parameter),
  }));
  return { name, summary, formula, source, parameters: described, schedules: target !== undefined, comingFrom };
}
