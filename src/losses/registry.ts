import { resolve } from "node:path";
import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { unknownName } from "../errors/unknown-name.js";
import { blended } from "./blended.js";
import { ce } from "./ce.js";
import type { LossDefinition, LossModule } from "./definition.js";
import { focal } from "./focal.js";
import type { Loss } from "./loss.js";
import { ohem } from "./ohem.js";
import { readDecimal } from "./parts/decimal.js";
import type { ParameterValue } from "./parts/parameter.js";
import { random } from "./random.js";
import { requireLoss } from "./require-loss.js";
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

/** Losses of modules that were loaded, by the module's path and by `name@sha256`. */
const loaded = new Map<string, LossDefinition>();

/** Makes the loss of a module known to `parseLoss`, by its path and by what `lossSpec` calls it. */
export function rememberLoss(definition: LossDefinition, { path, sha256 }: LossModule): void {
  loaded.set(path, definition);
  loaded.set(`${definition.name}@${sha256}`, definition);
}

/** @returns undefined for a module that was not loaded */
export function loadedLoss(path: string): LossDefinition | undefined {
  return loaded.get(resolve(path));
}

/** @throws InputError for an unknown name; it suggests the nearest and lists the valid ones */
export function findLoss(name: string): LossDefinition {
  const path = modulePath(name);
  const found =
    lossDefinitions.find((definition) => definition.name === name) ??
    (path === undefined ? loaded.get(name) : loadedLoss(path));
  if (found !== undefined) return found;
  if (path !== undefined) throw new InputError(`${path}: not loaded; await loadLoss(${JSON.stringify(path)}) first`);
  if (/[\\/]/.test(name)) {
    throw new InputError(`${shortened(name)}: not a module's name; expected one that ends in .js, .mjs, .cjs or .ts`);
  }
  if (isOwn(name)) {
    throw new InputError(
      `loss ${shortSpec(name)}: a loss of your own, whose module is not loaded or has changed since`,
    );
  }
  throw unknownName(
    `unknown loss "${shortened(name)}"`,
    name,
    lossDefinitions.map((definition) => definition.name),
  );
}

const module = /^(.+?\.[cm]?[jt]s)(?::(.*))?$/s;

/** The module's file in `FILE` or `FILE:key=value,...`; undefined: the text names no module. */
export function modulePath(spec: string): string | undefined {
  return module.exec(spec)?.[1];
}

/** Whether this is `lossSpec` of a loss that is not built in. */
export function isOwn(spec: string): boolean {
  return /^[^:]*@/.test(spec);
}

/** For people: with 8 digits of the module's digest. */
export function shortSpec(spec: string): string {
  return spec.replace(/^([^:@]*@[0-9a-f]{8})[0-9a-f]{56}/, "$1");
}

/**
 * Makes a loss from text: `name` or `name:key=value,...`, where the name may be the file of a module that `loadLoss`
 * has loaded.
 * @throws InputError for any other text, unknown losses or parameters, illegal values, and parameters that exclude
 * each other
 */
export function parseLoss(spec: string): Loss {
  const [, name, text] = module.exec(spec) ?? /^([^:]*)(?::(.*))?$/s.exec(spec)!;
  return findLoss(name).create(text === undefined ? {} : parseParameters(spec, text));
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

/**
 * The loss as text for `parseLoss`: its first parameter (`ohem:ratio=3`), and those that differ from their default.
 * The name of one that is not built in carries what its code is: `own@SHA256`, of its module, or `own@memory`.
 * @throws SettingError for an object that is no loss
 */
export function lossSpec(loss: Loss): string {
  requireLoss(loss);
  const { name, definition } = loss;
  const builtIn = definition !== undefined && lossDefinitions.includes(definition);
  const shown = Object.entries(loss.parameters).filter(
    ([key, value], index) => index === 0 || value !== definition?.parameters[key]?.default,
  );
  const parameters = shown.map(([key, value]) => `${key}=${value}`).join(",");
  const full = builtIn ? name : `${name}@${definition?.module?.sha256 ?? "memory"}`;
  return parameters === "" ? full : `${full}:${parameters}`;
}

/** The lengths of the arrays that a loss keeps in `TrainingState.arrays`, by name, after `examples` examples. */
export function keptArrays({ definition, parameters }: Loss, examples: number): Readonly<Record<string, number>> {
  return definition?.arrays?.(parameters, examples) ?? {};
}
