import * as v from "valibot";
import type { ResolvedConfig } from "../config/settings.js";
import { arithmeticVersion } from "../version.js";
import { canonicalJson } from "./canonical-json.js";
import type { ResolvedContestant } from "./resolve-contestants.js";
import { trialId, trialSchema, trialSettings } from "./trial.js";

const text = v.pipe(v.string(), v.minLength(1));

/** What a comparison trains, in its folder as plan.json: the baseline first. All but the seeds is fixed. */
export const planSchema = v.strictObject({
  contestants: v.pipe(
    v.array(
      v.strictObject({
        name: text,
        /** names of the contestants whose control it is */
        controlOf: v.array(text),
        /** what its trials share */
        settings: v.omit(trialSchema.entries.settings, ["seed"]),
      }),
    ),
    v.minLength(2),
  ),
  data: v.strictObject({ name: v.nullable(v.string()), sha256: text }),
  engine: trialSchema.entries.engine,
  arithmetic: trialSchema.entries.arithmetic,
  /** epochs between two evaluations */
  curve: v.pipe(v.number(), v.gtValue(0)),
  /** ascending */
  seeds: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.minLength(1)),
});
export type Plan = v.InferOutput<typeof planSchema>;
export type PlannedContestant = Plan["contestants"][number];

export interface PlannedTrial {
  /** index in the plan */
  readonly contestant: number;
  readonly seed: number;
  readonly id: string;
}

export function createPlan(
  contestants: readonly ResolvedContestant[],
  data: { readonly name: string; readonly verified: boolean; readonly sha256: string },
  curve: number,
  seeds: readonly number[],
): Plan {
  return {
    contestants: contestants.map(({ name, controlOf, config }) => {
      const { seed: _, ...settings } = trialSettings(config);
      return { name, controlOf: [...controlOf], settings };
    }),
    data: { name: data.verified ? data.name : null, sha256: data.sha256 },
    engine: "wasm",
    arithmetic: arithmeticVersion,
    curve,
    seeds: [...seeds],
  };
}

/** Its trials seed by seed, so that a drift in the machine's speed is the same for all contestants. */
export function plannedTrials(plan: Plan, seeds: readonly number[] = plan.seeds): readonly PlannedTrial[] {
  const { contestants, data, engine, arithmetic } = plan;
  return seeds.flatMap((seed) =>
    contestants.map(({ settings }, contestant) => {
      const id = trialId({ settings: { ...settings, seed }, data, engine, arithmetic });
      return { contestant, seed, id };
    }),
  );
}

/** The settings of a planned training. @param places where its data and the module of its loss are here */
export function configOf(
  { settings }: PlannedContestant,
  seed: number,
  { data, lossModule }: Pick<ResolvedConfig, "data" | "lossModule">,
): ResolvedConfig {
  return { ...settings, seed, data, lossModule, engine: "wasm", threads: 1, logInterval: 1, evalEvery: 0 };
}

/** The first field, but for the seeds, in which two plans differ; undefined: they plan the same comparison. */
export function differenceOf(a: Plan, b: Plan): string | undefined {
  const keys = ["contestants", "data", "engine", "arithmetic", "curve"] as const;
  const key = keys.find((name) => canonicalJson(a[name]) !== canonicalJson(b[name]));
  if (key !== "contestants") return key;
  const names = (plan: Plan) => plan.contestants.map(({ name }) => name).join(", ");
  if (names(a) !== names(b)) return key;
  const index = a.contestants.findIndex((one, i) => canonicalJson(one) !== canonicalJson(b.contestants[i]));
  const [one, other] = [a.contestants[index].settings, b.contestants[index].settings];
  const settings = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof typeof one>;
  return [...settings].find((name) => one[name] !== other[name]) ?? key;
}
