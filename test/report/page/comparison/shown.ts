import { originOf } from "../../../../src/compare/origin.js";
import { createPlan, type Plan, plannedTrials } from "../../../../src/compare/plan.js";
import { resolveContestants } from "../../../../src/compare/resolve-contestants.js";
import type { Trial } from "../../../../src/compare/trial.js";
import { type VerdictOptions, verdict } from "../../../../src/compare/verdict.js";
import { type ComparisonWithTrials, entriesOf } from "../../../../src/compare/with-trials.js";
import type { Settings } from "../../../../src/config/settings.js";
import { type SimulatedContestant, simulateTrials } from "../../../support/simulated-trials.js";

export interface ShownOptions extends VerdictOptions {
  readonly losses?: readonly SimulatedContestant[];
  readonly seeds?: number;
  readonly settings?: Settings;
  readonly deviation?: number;
  /** names in place of the losses, in their order */
  readonly names?: readonly string[];
  readonly controls?: boolean;
}

export const usual: readonly SimulatedContestant[] = [
  { loss: "ce" },
  { loss: "ohem:ratio=3", share: 1 / 3, effect: 0.0001 },
  { loss: "focal", effect: 0.002 },
  { loss: "random:ratio=3", share: 1 / 3, effect: -0.0025 },
];

/** A comparison that nobody trained, with its plan. The last `missing` trials are left out. */
export async function simulated(options: ShownOptions = {}, missing = 0): Promise<ComparisonWithTrials> {
  const { losses = usual, seeds = 8, settings = {}, deviation = 0.0006, names, controls = true, ...judging } = options;
  const all = simulateTrials({
    contestants: losses,
    seeds: [...Array(seeds).keys()],
    settings,
    deviation,
    ...(settings.epochs === undefined ? {} : { epochs: settings.epochs }),
  });
  const specs = losses.map(({ loss }) => loss).filter((loss) => !controls || !loss.startsWith("random"));
  const resolved = await resolveContestants(specs, settings, controls);
  const named = resolved.map((contestant, index) => ({ ...contestant, name: names?.[index] ?? contestant.name }));
  const plan = createPlan(named, { name: "mnist", verified: true, sha256: "5e".repeat(32) }, 1, [
    ...Array(seeds).keys(),
  ]);
  return shownFrom(plan, all.slice(0, all.length - missing), judging);
}

/** As many trials as asked for, of which one is simulated and the others differ a little from it. */
export async function repeated(losses: readonly string[], seeds: number, names: readonly string[]) {
  const [first] = simulateTrials({ contestants: [{ loss: "ce" }], seeds: [0] });
  const resolved = await resolveContestants(losses, {}, false);
  const named = resolved.map((contestant, index) => ({ ...contestant, name: names[index] }));
  const data = { name: "mnist", verified: true, sha256: first.data.sha256 };
  const plan = createPlan(named, data, 1, [...Array(seeds).keys()]);
  const trials = plannedTrials(plan).map(({ contestant, seed, id }): Trial => {
    const { settings } = plan.contestants[contestant];
    const shift = 0.0001 * (contestant + ((seed * (contestant + 3)) % 7));
    const curve = first.curve.map((point) => ({
      ...point,
      testAccuracy: point.testAccuracy - shift,
      testLoss: point.testLoss! + shift / 3,
    }));
    return { ...first, settings: { ...settings, seed }, id, curve };
  });
  return shownFrom(plan, trials, {});
}

function shownFrom(plan: Plan, trials: readonly Trial[], judging: VerdictOptions): ComparisonWithTrials {
  const there = new Set(trials.map(({ id }) => id));
  const missing = plannedTrials(plan).filter(({ id }) => !there.has(id));
  const options = { contestants: plan.contestants, missingTrials: missing.length };
  const judged = verdict(trials, { ...options, ...judging });
  const comparison = { ...judged, origin: originOf(plan, trials, judged) };
  return { plan, comparison, entries: entriesOf(plan, comparison, trials), missing };
}
