import { Command } from "commander";
import { InputError, RunError } from "../errors/errors.js";
import type { LossDefinition } from "../losses/definition.js";
import { legalValues } from "../losses/parts/parameter.js";
import { lossDefinitions, parseLoss } from "../losses/registry.js";
import type { LossDocument } from "../report/documents/losses-document.js";
import { formatCount } from "../report/numbers.js";
import { jsonHelp } from "./process/json-help.js";
import { loadNamedLoss } from "./process/named-loss.js";
import { typedExamples } from "./process/typed-examples.js";

const examples = `
Examples:
  $ ohem losses
  $ ohem losses threshold
  $ ohem losses --json
  $ ohem losses ./mine.js --check
      a module that exports a loss: is it finite, are its weights the objective's
      derivatives, and does a run with it resume to the same bits?`;

export function lossesCommand(): Command {
  return new Command("losses")
    .description("list the losses, or explain one")
    .argument("[name]", "the loss to explain, or the file of a module that exports one")
    .option("--check", "hold a loss, of your own say, to the contract of all losses, on 1,000 batches")
    .option("--json", jsonHelp)
    .addHelpText("after", typedExamples(examples))
    .action(runLosses);
}

interface Given {
  readonly check?: true;
  readonly json?: true;
}

async function runLosses(name: string | undefined, { check, json }: Given): Promise<void> {
  if (check) return checkAndReport(name, json);
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

/** @throws RunError for a loss that breaks the contract */
async function checkAndReport(name: string | undefined, json: true | undefined): Promise<void> {
  if (name === undefined) throw new InputError("--check: name the loss, or the file of its module");
  if (json) throw new InputError("--check writes no JSON; its exit code is 1 for a loss that breaks the contract");
  const definition = await definitionOf(name);
  const { checkLoss } = await import("../losses/check/check-loss.js");
  const { batches, slopes, problem } = checkLoss(definition, 1000);
  const whose = definition.module === undefined ? `loss ${definition.name}` : definition.module.path;
  if (problem !== undefined) throw new RunError(problem.startsWith(whose) ? problem : `${whose}: ${problem}`);
  process.stdout.write(
    `${definition.name} keeps the contract of a loss on ${formatCount(batches)} batches; ` +
      `${formatCount(slopes)} of its weights were compared with the objective's slope.\n`,
  );
}

async function definitionOf(spec: string): Promise<LossDefinition> {
  await loadNamedLoss(spec);
  return parseLoss(spec).definition!;
}

function asJson({ name, summary, formula, source, comingFrom, parameters, target }: LossDefinition): LossDocument {
  const described = Object.entries(parameters).map(([name, parameter]) => ({
    name,
    ...parameter,
    default: parameter.default ?? null,
    legal: legalValues(parameter),
  }));
  return { name, summary, formula, source, parameters: described, schedules: target !== undefined, comingFrom };
}
