import type { PlannedContestant } from "./plan.js";

type Settings = PlannedContestant["settings"];

/** The settings that are the same in all contestants. */
export function sharedSettings(contestants: readonly PlannedContestant[]): Partial<Settings> {
  const [first, ...others] = contestants.map(({ settings }) => settings);
  const names = Object.keys(first) as (keyof Settings)[];
  const shared = names.filter((name) => others.every((settings) => settings[name] === first[name]));
  return Object.fromEntries(shared.map((name) => [name, first[name]]));
}
