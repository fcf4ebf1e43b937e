import { readFileSync } from "node:fs";
import type { LrSchedule } from "../../src/config/settings.js";
import type { GoldenParameters, GoldenRun } from "./net.js";

/**
 * Training by PyTorch in double precision with learning-rate schedules, from the initial weights of net.json, on the
 * first training images of MNIST in file order; schedules.py makes it.
 */
interface GoldenSchedules {
  readonly steps: number;
  readonly batchSize: number;
  /** Adam's */
  readonly epsilon: number;
  readonly runs: readonly ScheduledRun[];
}

interface ScheduledRun extends Pick<GoldenRun, "spec"> {
  readonly schedule: LrSchedule;
  readonly lr: number;
  /** [steps] */
  readonly rates: readonly number[];
  /** [steps] */
  readonly objectives: readonly number[];
  readonly finalWeights: GoldenParameters;
}

export const goldenSchedules: GoldenSchedules = JSON.parse(
  readFileSync(new URL("schedules.json", import.meta.url), "utf8"),
);
