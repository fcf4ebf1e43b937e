import { InputError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import { unknownName } from "../errors/unknown-name.js";
import { checkDescription } from "./check-description.js";
import type { LossParameters, ValuesOf } from "./inferred-values.js";
import type { Loss } from "./loss.js";
import { checkValue, type Parameter, type ParameterValue } from "./parts/parameter.js";

/** What a loss is: all that is needed to make it and to explain it. */
export interface LossDescription<Values extends LossValues = LossValues> {
  /** lower-case letters, digits and hyphens, a letter first */
  readonly name: string;
  /** one line of `ohem losses`, without a full stop */
  readonly summary?: string | undefined;
  /** the objective; l are the N per-example losses, hardest first */
  readonly formula?: string | undefined;
  readonly source?: string | undefined;
  /** how to write other projects' settings here */
  readonly comingFrom?: readonly ProjectSetting[] | undefined;
  /** in display order */
  readonly parameters: { readonly [Name in keyof Values]: Parameter };
  /**
   * Makes `apply` from checked parameters. Between calls it may keep only scratch memory. It gives the same bits
   * everywhere if it is made of + - * / and Math.sqrt: the last bits of Math.exp, Math.log, Math.pow and ** differ
   * between versions of JavaScript engines (ohem's own losses take src/losses/parts/elementary.ts).
   */
  build(values: Values): Loss["apply"];
  /** the kept fraction a schedule ends at, above 0 and at most 1; undefined for losses that take no schedule */
  target?(values: Values): number;
  /**
   * an example's contribution to the objective, which is the mean of them all (`reduction: "none"` of ohem/tfjs).
   * Undefined: N * its weight * its loss; what these leave of the objective, where it is not of degree 1 in the losses
   * (ohem and weighted are), is shared equally by the selected examples
   */
  contribution?(values: Values, loss: number): number;
  /** the lengths of the arrays it keeps, by name, after `examples` examples; undefined for losses that keep none */
  arrays?(values: Values, examples: number): Readonly<Record<string, number>>;
}

/** A description whose `parameters` say what values there are. */
export type InferredDescription<Parameters extends LossParameters> = Omit<
  LossDescription<ValuesOf<Parameters>>,
  "parameters" | "build"
> & {
  readonly parameters: Parameters;
  /** a property, not a method, so that a description of other values does not fit by chance */
  readonly build: (values: ValuesOf<Parameters>) => Loss["apply"];
};

/** A loss that can be made, as `defineLoss` returns it. */
export interface LossDefinition<Values extends LossValues = LossValues> extends LossDescription<Values> {
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly comingFrom: readonly ProjectSetting[];
  /** the file that it was loaded from; undefined: it is built in, or made by the program */
  readonly module?: LossModule | undefined;
  /** @throws InputError for unknown parameters, illegal values, and parameters that exclude each other */
  create(given?: Partial<Values>): Loss;
}

/** Another project's setting, and how to write it here. */
export interface ProjectSetting {
  readonly project: string;
  readonly theirs: string;
  /** in the syntax of `parseLoss`, with placeholders in <> */
  readonly here: string;
}

/** The file that a loss was loaded from. */
export interface LossModule {
  /** absolute */
  readonly path: string;
  /** of the file itself, lower-case hex; what it imports is not part of it */
  readonly sha256: string;
}

/** The parameters of a loss in force, by name. */
export type LossValues = Readonly<Record<string, ParameterValue | undefined>>;

/**
 * Makes a definition of a loss from its description. A module with a loss for `--loss` exports one by default.
 *
 * `parameters` gives `build` the names and types of its values: a number, or one of the choices. A number without a
 * default, or one that another parameter may stand `insteadOf`, may be undefined.
 * @throws InputError for a description that is incomplete, or whose parameters contradict themselves
 */
export function defineLoss<const Parameters extends LossParameters>(
  description: InferredDescription<Parameters>,
): LossDefinition<ValuesOf<Parameters>>;
export function defineLoss<Values extends LossValues>(description: LossDescription<Values>): LossDefinition<Values>;
export function defineLoss<Values extends LossValues>(description: LossDescription<Values>): LossDefinition<Values> {
  return createDefinition(description, undefined);
}

/** @param module the file that the description was loaded from */
export function createDefinition<Values extends LossValues>(
  description: LossDescription<Values>,
  module: LossModule | undefined,
): LossDefinition<Values> {
  checkDescription(description);
  const { name, summary = "", formula = "", source = "", comingFrom = [], parameters } = description;
  const definition: LossDefinition<Values> = {
    ...description,
    summary,
    formula,
    source,
    comingFrom,
    module,
    create(given = {}) {
      const values = resolve(name, parameters, given) as Values;
      const inForce = Object.entries(values).filter(([, value]) => value !== undefined);
      const apply = description.build(values);
      if (typeof apply !== "function") {
        throw new InputError(`loss ${name}: expected build to return a function apply(losses, weights, state)`);
      }
      return {
        name,
        parameters: Object.freeze(Object.fromEntries(inForce) as Record<string, ParameterValue>),
        definition: definition as LossDefinition,
        apply,
      };
    },
  };
  return definition;
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
