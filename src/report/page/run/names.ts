import type { RunInspection } from "../../../run/inspect-run.js";

/** What a class is called: by its name where the data has one, else by its number. */
export type NameOf = (label: number) => string;

export function namesOf({ data }: RunInspection): NameOf {
  return (label) => data.classNames?.[label] ?? String(label);
}

/** Tables with a column a class fit on a page up to so many. */
export const mostColumns = 20;
