import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { unknownName } from "../errors/unknown-name.js";
import type { Loss } from "./loss.js";
import { checkValue, type Parameter, type ParameterValue } from "./parts/parameter.js";

/** A loss with all that is needed to make it and to explain it. */
export interface LossDefinition<Values extends LossValues = LossValues> {
  readonly name: string;
  /** one line of `ohem losses`, without a full stop */
  readonly summary: string;
  /** the objective; l are the N per-example losses, hardest first */
  readonly formula: string;
  readonly source: string;
  /** how to write other projects' settings here */
  readonly comingFrom: readonly ProjectSetting[];
  /** in display order */
  readonly parameters: { readonly [Name in keyof Values]: Parameter };
  /** the kept fraction a schedule ends at; undefined for losses that take no schedule */
  target?(values: Values): number;
  /** an example's contribution to the objective, the mean of all contributions; undefined: N * its weight * its loss */
  contribution?(values: Values, loss: number): number;
  /** the lengths of the arrays it keeps, by name, after `examples` examples; undefined for losses that keep none */
  arrays?(values: Values, examples: number): Readonly<Record<string, number>>;
  /** @throws InputError for unknown parameters, illegal values, and parameters that exclude each other */
  create(given?: Partial<Values>): Loss;
}

interface ProjectSetting {
  readonly project: string;
  readonly theirs: string;
  /** in the syntax of `parseLoss`, with placeholders in <> */
  readonly here: string;
}

export type LossValues = Readonly<Record<string, ParameterValue | undefined>>;

type Described<Values extends LossValues> = Omit<LossDefinition<Values>, "create"> & {
  /** makes `apply` from checked parameters; between calls it may keep only scratch memory */
  readonly build: (values: Values) => Loss["apply"];
};

export function defineLoss<Values extends LossValues>(described: Described<Values>): LossDefinition<Values> {
  const { build, ...definition } = described;
  return {
    ...definition,
    create(given = {}) {
      const values = resolve(definition.name, definition.parameters, given) as Values;
      const inForce = Object.entries(values).filter(([, value]) => value !== undefined);
      return {
        name: definition.name,
        parameters: Object.freeze(Object.fromEntries(inForce) as Record<string, ParameterValue>),
        apply: build(values),
      };
    },
  };
}

function resolve(loss: string, parameters: Readonly<Record<string, Parameter>>, given: LossValues): LossValues {
  const names = Object.keys(parameters);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    if (names.length === 0) throw new InputError(`loss ${loss} has no parameters, got "${shortened(name)}"`);
    throw unknownName(`loss ${loss} has no parameter "${shortened(name)}"`, name, names);
  }
  const replaced = new Set<string>();
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.kind === "choice" || parameter.insteadOf === undefined || given[name] === undefined) continue;
    if (given[parameter.insteadOf] !== undefined) {
      throw new InputError(`loss ${loss} takes ${parameter.insteadOf} or ${name}, not both`);
    }
    replaced.add(parameter.insteadOf);
  }
  const values: Record<string, ParameterValue | undefined> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    if (given[name] !== undefined) values[name] = checkValue(loss, name, parameter, given[name]);
    else values[name] = replaced.has(name) ? undefined : parameter.default;
  }
  return values;
}
