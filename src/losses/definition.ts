import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { unknownName } from "../errors/unknown-name.js";
import type { Loss } from "./loss.js";
import { checkValue, type Parameter, type ParameterValue } from "./parts/parameter.js";

/** Everything that is known about a loss: enough to make one, to explain it, and to describe it in a schema. */
export interface LossDefinition<Values extends LossValues = LossValues> {
  readonly name: string;
  /** one line, without a full stop */
  readonly summary: string;
  /** the objective; l are the per-example losses, hardest first, N their number */
  readonly formula: string;
  readonly source: string;
  /** how known projects' settings are written here */
  readonly comingFrom: readonly ProjectSetting[];
  /** in the order in which they are shown */
  readonly parameters: { readonly [Name in keyof Values]: Parameter };
  /** the kept fraction that a schedule ends at; a loss without it takes no schedule */
  target?(values: Values): number;
  /** the lengths of the arrays that it keeps, by their names, after `examples` examples; a loss without it keeps none */
  arrays?(values: Values, examples: number): Readonly<Record<string, number>>;
  /** @throws InputError for unknown names, illegal values, and parameters that exclude each other */
  create(given?: Partial<Values>): Loss;
}

interface ProjectSetting {
  readonly project: string;
  readonly theirs: string;
  /** as `--loss` takes it, but for what stands in <> */
  readonly here: string;
}

export type LossValues = Readonly<Record<string, ParameterValue | undefined>>;

type Described<Values extends LossValues> = Omit<LossDefinition<Values>, "create"> & {
  /** makes the function of the contract from checked parameters; what it keeps between calls is scratch alone */
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
    if (names.length === 0) throw new InputError(`loss ${loss} has no parameters, "${name}" was given`);
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
