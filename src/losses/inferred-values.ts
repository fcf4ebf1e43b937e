import type { Parameter, ParameterValue } from "./parts/parameter.js";

/** The parameters of a description, by name. */
export type LossParameters = Readonly<Record<string, Parameter>>;

/** The values that parameters may have in force, by name. */
export type ValuesOf<Parameters extends LossParameters> = {
  readonly [Name in keyof Parameters]: ValueOf<Parameters[Name], Name extends Replaced<Parameters> ? true : false>;
};

type ValueOf<One extends Parameter, IsReplaced extends boolean> = One extends {
  readonly choices: readonly (infer Choice extends string)[];
}
  ? Choice
  : One extends { readonly kind: "number"; readonly default: number }
    ? number | (IsReplaced extends true ? undefined : never)
    : One extends { readonly kind: "number" }
      ? number | undefined
      : ParameterValue | undefined;

/** The names of those that others may stand instead of. */
type Replaced<Parameters extends LossParameters> = {
  [Name in keyof Parameters]: Parameters[Name] extends { readonly insteadOf: infer Other } ? Other : never;
}[keyof Parameters];
