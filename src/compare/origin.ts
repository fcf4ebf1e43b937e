import type { Comparison } from "./comparison.js";
import type { Plan } from "./plan.js";
import { repeatCommand } from "./repeat-command.js";
import { sharedSettings } from "./shared-settings.js";
import type { Trial, TrialSettings } from "./trial.js";

/** What was trained: with it a verdict says what it is about, wherever it is kept. */
export interface Origin {
  /** trains and judges the same again, on any machine; see `planCommand` for what stands in capitals */
  readonly command: string;
  /** name: of a known set, null for a folder; sha256: of all that was trained and tested on, before it was derived */
  readonly data: Plan["data"];
  /** those that all contestants share, derived training sets included; the loss and the seed are none of them */
  readonly settings: SharedSettings;
  readonly engine: string;
  readonly arithmetic: number;
  /** versions of ohem that trained the trials */
  readonly versions: readonly string[];
}

/** Settings that all contestants have in common. */
export type SharedSettings = {
  readonly [Name in Exclude<keyof TrialSettings, "loss" | "seed">]?: TrialSettings[Name] | undefined;
};

/** @param trials that were judged */
export function originOf(plan: Plan, trials: readonly Trial[], comparison: Comparison): Origin {
  const { contestants, data, engine, arithmetic } = plan;
  const { loss: _, ...settings } = sharedSettings(contestants);
  return {
    command: repeatCommand(plan, comparison),
    data: { name: data.name, sha256: data.sha256 },
    settings,
    engine,
    arithmetic,
    versions: [...new Set(trials.map(({ ohem }) => ohem))].sort(),
  };
}
