import { fileURLToPath } from "node:url";
import type { LossDefinition } from "../../src/losses/definition.js";
import { legalValues, type Parameter } from "../../src/losses/parts/parameter.js";
import { lossDefinitions } from "../../src/losses/registry.js";
import { docComment } from "./doc-comment.js";

export const lossValuesFile = fileURLToPath(new URL("../../src/losses/values.ts", import.meta.url));

/** The types of the losses' parameters. */
export function lossValuesText(): string {
  const types = lossDefinitions.filter(({ parameters }) => Object.keys(parameters).length > 0).map(typeOf);
  const head = "// Made from the parameters in the losses' files by `npm test -- -u`: what an editor shows of them.\n";
  return [head, ...types].join("\n");
}

function typeOf({ name, parameters }: LossDefinition): string {
  const fields = Object.entries(parameters).map(([key, parameter]) => {
    const replaceable = Object.values(parameters).some((other) => other.kind === "number" && other.insteadOf === key);
    const undefinable = replaceable || parameter.default === undefined ? " | undefined" : "";
    return `${docComment(meaningOf(parameter), "  ")}\n  readonly ${key}: ${valuesOf(parameter)}${undefinable};\n`;
  });
  const typeName = name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  return `/** The parameters of the loss ${name}. */\nexport type ${typeName}Values = {\n${fields.join("")}};\n`;
}

/** Summary, legal values and default. */
function meaningOf(parameter: Parameter): string {
  const { kind, summary, default: value } = parameter;
  if (kind === "choice") return `${summary} (default: ${value})`;
  const instead = parameter.insteadOf === undefined ? "" : `, instead of ${parameter.insteadOf}`;
  const shown = value === undefined ? "" : ` (default: ${Number(Number(value).toPrecision(4))})`;
  return `${summary}; ${legalValues(parameter)}${instead}${shown}`;
}

function valuesOf(parameter: Parameter): string {
  return parameter.kind === "number" ? "number" : parameter.choices.map((choice) => `"${choice}"`).join(" | ");
}
