import type { LrSchedule, ResolvedConfig } from "../config/settings.js";

/** The share of a run's steps in which `one-cycle` rises. */
const rise = 0.15;

/**
 * Adam's learning rate in a step. Made of the four basic operations, so that its bits are equal everywhere.
 * @param lr the highest rate
 * @param share steps done before this one / steps of the whole run, in [0, 1)
 */
export function learningRateAt(schedule: LrSchedule, lr: number, share: number): number {
  switch (schedule) {
    case "constant":
      return lr;
    case "linear":
      return lr * (1 - share);
    case "one-cycle":
      return share < rise ? (lr * share) / rise : (lr * (1 - share)) / (1 - rise);
  }
}

/** Whether rates differ from step to step. They then depend on the length of the run. */
export function changesRate(schedule: LrSchedule): boolean {
  return schedule !== "constant";
}

/** What to do about a training that diverges. */
export function smallerRate({ lr, lrSchedule }: Pick<ResolvedConfig, "lr" | "lrSchedule">): string {
  const peak = changesRate(lrSchedule)
    ? `peak learning rate than ${lr} (of ${lrSchedule})`
    : `learning rate than ${lr}`;
  return `try a smaller ${peak}`;
}
