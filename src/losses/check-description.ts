import { InputError } from "../errors/errors.js";
import { requireKnown } from "../errors/known-options.js";
import { shortened } from "../errors/shortened.js";
import { isLegal, legalValues, type Parameter } from "./parts/parameter.js";

/** Of a description, and what `defineLoss` adds. */
const known = {
  name: true,
  summary: true,
  formula: true,
  source: true,
  comingFrom: true,
  parameters: true,
  build: true,
  target: true,
  contribution: true,
  arrays: true,
  module: true,
  create: true,
} as const;

const knownOfNumbers = {
  kind: true,
  summary: true,
  default: true,
  minimum: true,
  above: true,
  maximum: true,
  below: true,
  integer: true,
  insteadOf: true,
} as const;
const knownOfChoices = { kind: true, summary: true, default: true, choices: true } as const;

/** Refuses what JavaScript lets through. @throws InputError that names the key */
export function checkDescription(given: unknown): void {
  if (!isObject(given)) {
    const expected = "a loss made by defineLoss, or its description { name, parameters, build }";
    throw new InputError(`expected ${expected}, got ${shortened(String(given))}`);
  }
  requireKnown("defineLoss", given, known);
  const description = given as Record<string, unknown>;
  const name = String(description.name);
  const expect = (holds: boolean, key: string, expected: string, got: unknown) => {
    if (!holds) throw new InputError(`loss ${shortened(name)}: ${key}: expected ${expected}, got ${show(got)}`);
  };
  expect(/^[a-z][a-z0-9-]*$/.test(name), "name", "lower-case letters, digits and hyphens", description.name);
  expect(typeof description.build === "function", "build", "a function of the parameters", description.build);
  for (const key of ["target", "contribution", "arrays"]) {
    expect(["function", "undefined"].includes(typeof description[key]), key, "a function", description[key]);
  }
  for (const key of ["summary", "formula", "source"]) {
    expect(["string", "undefined"].includes(typeof description[key]), key, "a text", description[key]);
  }
  const { comingFrom = [], parameters } = description;
  expect(Array.isArray(comingFrom), "comingFrom", "a list", comingFrom);
  expect(isObject(parameters), "parameters", "an object, {} for none", parameters);
  for (const [key, parameter] of Object.entries(parameters as object)) {
    const place = `parameters.${key}`;
    expect(/^[A-Za-z][\w-]*$/.test(key), place, "a name of letters, digits and hyphens", key);
    expect(isObject(parameter), place, "{ kind, summary, default, ... }", parameter);
    checkParameter(parameter, (holds, field, expected) => {
      expect(holds, `${place}.${field}`, expected, (parameter as Record<string, unknown>)[field]);
    });
    const { insteadOf } = parameter as { insteadOf?: string };
    const others = Object.keys(parameters as object).filter((other) => other !== key);
    const replaces = insteadOf === undefined || others.includes(insteadOf);
    expect(replaces, `${place}.insteadOf`, "the name of another parameter", insteadOf);
  }
}

type Expect = (holds: boolean, field: string, expected: string) => void;

function checkParameter(parameter: Parameter, expect: Expect): void {
  const { kind, summary } = parameter;
  expect(kind === "number" || kind === "choice", "kind", '"number" or "choice"');
  requireKnown("a parameter", parameter, kind === "number" ? knownOfNumbers : knownOfChoices);
  expect(typeof summary === "string", "summary", "a text");
  if (kind === "number") {
    for (const bound of ["minimum", "above", "maximum", "below"] as const) {
      const value = parameter[bound];
      expect(value === undefined || Number.isFinite(value), bound, "a finite number");
    }
    if (parameter.default === undefined) return;
  } else {
    const { choices } = parameter;
    const named = Array.isArray(choices) && choices.length > 0 && choices.every((choice) => typeof choice === "string");
    expect(named, "choices", "a list of texts");
  }
  expect(isLegal(parameter, parameter.default), "default", legalValues(parameter));
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return shortened(typeof value === "string" ? JSON.stringify(value) : String(value));
}
