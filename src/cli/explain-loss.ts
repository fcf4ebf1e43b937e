import { ohemCommand } from "../files/ohem-command.js";
import type { LossDefinition } from "../losses/definition.js";
import { legalValues, type Parameter } from "../losses/parts/parameter.js";
import { defaultLoss } from "../losses/registry.js";
import { lineWidth, type Output, wrap } from "../report/terminal.js";

const widest = 80;

/** Every loss with its parameters, one line each. */
export function listLosses(definitions: readonly LossDefinition[], stdout: Output): string {
  const { columns, paragraph } = layout(stdout);
  const blocks = definitions.map((definition) => {
    const isDefault = defaultLoss.startsWith(`${definition.name}:`) ? " (the default)" : "";
    const parameters = Object.entries(definition.parameters).map(([name, parameter]) =>
      columns(4, withDefault(name, parameter), parameter.summary),
    );
    return [columns(0, definition.name, `${definition.summary}${isDefault}`), ...parameters].join("\n");
  });
  const use = `Use: ${ohemCommand()} train --loss name:key=value,...; "${ohemCommand()} losses NAME" explains one.`;
  return `${blocks.join("\n\n")}\n\n${paragraph(0, use)}\n`;
}

/** Formula, parameters with their legal values, source, and how other projects' settings are written here. */
export function explainLoss(definition: LossDefinition, stdout: Output): string {
  const { columns, paragraph } = layout(stdout);
  const { name, summary, formula, source, comingFrom, target } = definition;
  const parameters = Object.entries(definition.parameters).map(([key, parameter]) =>
    columns(2, withDefault(key, parameter), `${parameter.summary}; ${legal(parameter)}`),
  );
  const sections = [
    paragraph(0, summary === "" ? name : `${name}: ${summary}`),
    section("Objective (l: the losses of a batch of N, hardest first)", formula === "" ? [] : [paragraph(2, formula)]),
    section("Parameters, with their defaults", parameters),
    target && paragraph(0, "--warmup-epochs, --anneal-epochs and --keep-at set how much it keeps, by epoch."),
    section("Source", source === "" ? [] : [paragraph(2, source)]),
    section(
      "Equivalents",
      comingFrom.map(({ project, theirs, here }) =>
        [paragraph(2, project), paragraph(4, theirs), paragraph(4, `-> ${here}`)].join("\n"),
      ),
    ),
  ];
  return `${sections.filter((text) => text).join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : [`${title}:`, ...lines].join("\n");
}

function withDefault(name: string, parameter: Parameter): string {
  if (parameter.default === undefined) return name;
  const value = typeof parameter.default === "number" ? Number(parameter.default.toFixed(4)) : parameter.default;
  return `${name}=${value}`;
}

function legal(parameter: Parameter): string {
  const instead = parameter.kind === "number" && parameter.insteadOf;
  return `${legalValues(parameter)}${instead ? `; instead of ${instead}` : ""}`;
}

/** Where the text beside a term begins. */
const textColumn = 22;

/** Paragraphs, and terms with a text beside them, both as wide as the output allows. */
function layout(stdout: Output) {
  const width = Math.min(widest, lineWidth(stdout));
  const indented = (text: string, indent: number) => {
    const space = " ".repeat(indent);
    return `${space}${wrap(text, width - indent).replaceAll("\n", `\n${space}`)}`;
  };
  const columns = (indent: number, term: string, text: string) => {
    const start = `${" ".repeat(indent)}${term}`.padEnd(textColumn - 2);
    return `${start}  ${indented(text, textColumn).trimStart()}`;
  };
  return { columns, paragraph: (indent: number, text: string) => indented(text, indent) };
}
