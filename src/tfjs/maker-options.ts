import { Tensor } from "@tensorflow/tfjs-core";
import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { unknownName } from "../errors/unknown-name.js";
import { isLegal, type Parameter } from "../losses/parts/parameter.js";
import { outputOptions } from "./output-options.js";

/**
 * Refuses what JavaScript lets through: `ohem(8)`, `ohem(null)`, and `loss: ohem`, where tfjs calls it with tensors.
 *
 * @param name of the loss in the registry
 * @throws InputError that shows a call that works
 */
export function checkMakerOptions(name: string, parameters: Readonly<Record<string, Parameter>>, options: unknown) {
  const maker = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const example = exampleOptions(parameters, options);
  if (options instanceof Tensor) {
    throw new InputError(`${maker} makes a loss and takes no tensors; call it: loss: ${maker}(${example ?? ""})`);
  }
  if (typeof options === "object" && options !== null && !Array.isArray(options)) {
    const valid = [...Object.keys(parameters), ...outputOptions];
    const unknown = Object.keys(options).find((key) => !valid.includes(key));
    if (unknown === undefined) return;
    throw unknownName(`${maker} has no option "${shortened(unknown)}"`, unknown, valid);
  }
  const got = typeof options === "string" ? JSON.stringify(shortened(options)) : shortened(String(options));
  throw new InputError(`${maker} takes options such as ${example ?? '{ from: "probabilities" }'}, got ${got}`);
}

/** A value for the first parameter: what was given, if that is legal. */
function exampleOptions(parameters: Readonly<Record<string, Parameter>>, given: unknown): string | undefined {
  const [first] = Object.entries(parameters);
  if (first === undefined) return undefined;
  const [name, parameter] = first;
  const value = isLegal(parameter, given) ? given : parameter.default;
  return `{ ${name}: ${typeof value === "number" ? Number(value.toPrecision(2)) : value} }`;
}
