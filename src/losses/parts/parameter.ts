import { InputError } from "../../errors/errors.js";
import { percentHint } from "../../errors/percent-hint.js";
import { shortened } from "../../errors/shortened.js";

/** A parameter of a loss: its meaning, default and legal values. */
export type Parameter = NumberParameter | ChoiceParameter;

/** A number with bounds. */
export interface NumberParameter {
  readonly kind: "number";
  readonly summary: string;
  /** left out: has no value unless given */
  readonly default?: number | undefined;
  /** `minimum` and `maximum` are legal themselves, `above` and `below` are not */
  readonly minimum?: number;
  readonly above?: number;
  readonly maximum?: number;
  readonly below?: number;
  readonly integer?: boolean;
  /** the parameter that this one replaces; giving both is an error */
  readonly insteadOf?: string;
}

/** One of several words. */
export interface ChoiceParameter {
  readonly kind: "choice";
  readonly summary: string;
  readonly default: string;
  readonly choices: readonly string[];
}

/** What a parameter is set to. */
export type ParameterValue = number | string;

/** The legal values in words: `a number > 0 and <= 1`. */
export function legalValues(parameter: Parameter): string {
  if (parameter.kind === "choice") return parameter.choices.join(" or ");
  const { minimum, above, maximum, below } = parameter;
  const bounds = Object.entries({ ">=": minimum, ">": above, "<=": maximum, "<": below })
    .filter(([, bound]) => bound !== undefined)
    .map(([sign, bound]) => `${sign} ${bound}`);
  return [parameter.integer ? "an integer" : "a number", bounds.join(" and ")].filter(Boolean).join(" ");
}

export function isLegal(parameter: Parameter, value: unknown): value is ParameterValue {
  if (parameter.kind === "choice") return typeof value === "string" && parameter.choices.includes(value);
  const { minimum, above, maximum, below, integer } = parameter;
  return (
    typeof value === "number" &&
    Number.isFinite(value) &&
    (minimum === undefined || value >= minimum) &&
    (above === undefined || value > above) &&
    (maximum === undefined || value <= maximum) &&
    (below === undefined || value < below) &&
    (!integer || Number.isInteger(value))
  );
}

/** @throws InputError for an illegal value; it names the loss, the parameter and the legal values */
export function checkValue(loss: string, name: string, parameter: Parameter, value: unknown): ParameterValue {
  if (isLegal(parameter, value)) return value;
  const shown = typeof value === "string" ? `"${shortened(value)}"` : String(value);
  const isShare = parameter.kind === "number" && (parameter.maximum ?? parameter.below) === 1;
  const hint = isShare ? percentHint(value) : "";
  throw new InputError(`loss ${loss}: ${name} must be ${legalValues(parameter)}${hint}, not ${shown}`);
}
