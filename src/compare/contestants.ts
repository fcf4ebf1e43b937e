import { shortSpec } from "../losses/registry.js";
import { canonicalJson } from "./canonical-json.js";
import { groupBy } from "./group-by.js";
import type { Trial, TrialSettings } from "./trial.js";

/** What trials of the same settings, but for the seed, belong to. */
export interface Contestant {
  readonly name: string;
  /** what all its trials share */
  readonly settings: Omit<TrialSettings, "seed">;
  /** the contestants whose control it is; none: it takes part for its own sake */
  readonly controlOf: readonly string[];
}

/** Equal for the trials of one contestant. */
export function contestantKey({ seed: _, ...shared }: Partial<TrialSettings>): string {
  return canonicalJson(shared);
}

/** Backward shares that differ by less are as many examples: batches round what is kept. */
const sameShare = 0.02;

/**
 * The contestants of trials that come without a plan: named by loss, and by what else differs between them. `ce` is
 * first, then they are in order of their names. A random loss is the control of those with the same other settings that
 * select as many examples.
 */
export function findContestants(trials: readonly Trial[]): Contestant[] {
  const groups = groupBy(trials, ({ settings }) => contestantKey(settings));
  const found = [...groups.values()].map((group) => {
    const { seed: _, ...settings } = group[0].settings;
    return { settings, share: backwardShare(group), rest: contestantKey({ ...settings, loss: "" }) };
  });
  const all = found.map(({ settings }) => settings);
  const named = found.map((each) => ({ ...each, name: nameOf(each.settings, all) }));
  const contestants = named.map(({ name, settings, share, rest }) => {
    const controlled = named.filter(
      (other) => other.rest === rest && !isRandom(other.settings) && Math.abs(other.share - share) < sameShare,
    );
    const controlOf = isRandom(settings) && share < 1 ? controlled.map((other) => other.name).sort() : [];
    return { name, settings, controlOf };
  });
  const rank = ({ name }: Contestant) => (name === "ce" ? "" : name);
  return contestants.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Selected / all examples. */
export function backwardShare(trials: readonly Trial[]): number {
  const ends = trials.map(({ curve }) => curve.at(-1)!);
  const total = (of: (end: (typeof ends)[number]) => number) => ends.reduce((sum, end) => sum + of(end), 0);
  return total((end) => end.backwardExamples) / total((end) => end.forwardExamples);
}

function isRandom({ loss }: Contestant["settings"]): boolean {
  return loss.split(":", 1)[0] === "random";
}

function nameOf(settings: Contestant["settings"], all: readonly Contestant["settings"][]): string {
  const differing = Object.entries(settings).filter(
    ([name, value]) =>
      name !== "loss" && all.some((other) => Object.entries(other).every(([n, v]) => n !== name || v !== value)),
  );
  return [shortSpec(settings.loss), ...differing.map(([name, value]) => `${name}=${value}`).sort()].join(" ");
}
