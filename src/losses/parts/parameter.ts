import { InputError } from "../../errors/errors.js";
import { shortened } from "../../errors/shortened.js";

/** A parameter of a loss: what it means, what it is when it is not given, and what is legal. */
export type Parameter = NumberParameter | ChoiceParameter;

export interface NumberParameter {
  readonly kind: "number";
  readonly summary: string;
  /** undefined: without a value unless it is given */
  readonly default: number | undefined;
  /** the bounds, inclusive unless `above` or `below` */
  readonly minimum?: number;
  readonly above?: number;
  readonly maximum?: number;
  readonly below?: number;
  readonly integer?: boolean;
  /** the parameter that this one replaces when it is given; both together are refused */
  readonly insteadOf?: string;
}

export interface ChoiceParameter {
  readonly kind: "choice";
  readonly summary: string;
  readonly default: string;
  readonly choices: readonly string[];
}

export type ParameterValue = number | string;

/** What is legal, in words: `a number > 0 and <= 1`. */
export function legalValues(parameter: Parameter): string {
  if (parameter.kind === "choice") return parameter.choices.join(" or ");
  const { minimum, above, maximum, below } = parameter;
  const bounds = Object.entries({ ">=": minimum, ">": above, "<=": maximum, "<": below })
    .filter(([, bound]) => bound !== undefined)
    .map(([sign, bound]) => `${sign} ${bound}`);
  return `${parameter.integer ? "an integer" : "a number"} ${bounds.join(" and ")}`;
}

function isLegal(parameter: Parameter, value: unknown): value is ParameterValue {
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

/** @throws InputError for a value that is not legal, naming the loss, the parameter and what is legal */
export function checkValue(loss: string, name: string, parameter: Parameter, value: unknown): ParameterValue {
  if (isLegal(parameter, value)) return value;
  const shown = typeof value === "string" ? `"${shortened(value)}"` : String(value);
  throw new InputError(`loss ${loss}: ${name} must be ${legalValues(parameter)}, not ${shown}`);
}
