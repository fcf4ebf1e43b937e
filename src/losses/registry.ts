import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { unknownName } from "../errors/unknown-name.js";
import { blended } from "./blended.js";
import { ce } from "./ce.js";
import type { LossDefinition } from "./definition.js";
import { focal } from "./focal.js";
import type { Loss } from "./loss.js";
import { ohem } from "./ohem.js";
import { readDecimal } from "./parts/decimal.js";
import type { ParameterValue } from "./parts/parameter.js";
import { random } from "./random.js";
import { selectiveBackprop } from "./selective-backprop.js";
import { smallLoss } from "./small-loss.js";
import { threshold } from "./threshold.js";
import { weighted } from "./weighted.js";

/**
 * All losses, in display order. To add one, write its file beside this one, list it here, and export it for
 * TensorFlow.js models in src/tfjs/index.ts; `npm test -- -u` documents the type of its parameters in values.ts.
 */
export const lossDefinitions: readonly LossDefinition[] = [
  ce,
  ohem,
  weighted,
  blended,
  threshold,
  focal,
  smallLoss,
  random,
  selectiveBackprop,
];

export const defaultLoss = "ohem:ratio=3";

/** @throws InputError for an unknown name; it suggests the nearest and lists the valid ones */
export function findLoss(name: string): LossDefinition {
  const found = lossDefinitions.find((definition) => definition.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    `unknown loss "${shortened(name)}"`,
    name,
    lossDefinitions.map((definition) => definition.name),
  );
}

/**
 * Makes a loss from text: `name` or `name:key=value,...`.
 * @throws InputError for any other text, unknown losses or parameters, illegal values, and parameters that exclude
 * each other
 */
export function parseLoss(spec: string): Loss {
  const colon = spec.indexOf(":");
  const definition = findLoss(colon < 0 ? spec : spec.slice(0, colon));
  return definition.create(colon < 0 ? {} : parseParameters(spec, spec.slice(colon + 1)));
}

function parseParameters(spec: string, text: string): Record<string, ParameterValue> {
  const values = new Map<string, ParameterValue>();
  for (const part of text.split(",")) {
    const [, name, value] = /^([^=]+)=(.+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      const problem = `expected key=value, got "${shortened(part)}" (a loss is name:key=value,key=value)`;
      throw new InputError(`loss "${shortened(spec)}": ${problem}`);
    }
    if (values.has(name)) throw new InputError(`loss "${shortened(spec)}": ${shortened(name)} is given twice`);
    values.set(name, readDecimal(value));
  }
  return Object.fromEntries(values);
}

/** The loss as text for `parseLoss`: its first parameter (`ohem:ratio=3`), and those that differ from their default. */
export function lossSpec(loss: Loss): string {
  const known = lossDefinitions.find((definition) => definition.name === loss.name);
  const shown = Object.entries(loss.parameters).filter(
    ([name, value], index) => index === 0 || value !== known?.parameters[name]?.default,
  );
  const parameters = shown.map(([name, value]) => `${name}=${value}`).join(",");
  return parameters === "" ? loss.name : `${loss.name}:${parameters}`;
}

/** The lengths of the arrays that a loss keeps in `TrainingState.arrays`, by name, after `examples` examples. */
export function keptArrays(loss: Loss, examples: number): Readonly<Record<string, number>> {
  return findLoss(loss.name).arrays?.(loss.parameters, examples) ?? {};
}
