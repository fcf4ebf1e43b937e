import { SettingError } from "../errors/errors.js";
import { percentHint } from "../errors/percent-hint.js";
import { shortened } from "../errors/shortened.js";
import type { Loss } from "./loss.js";
import { lossDefinitions } from "./registry.js";

/** The losses that keep a fraction of each batch. */
export const scheduledLosses: readonly string[] = lossDefinitions
  .filter((definition) => definition.target !== undefined)
  .map((definition) => definition.name);

/** When a loss that keeps a fraction of each batch keeps how much of it. */
export interface Schedule {
  /** epochs at the start in which everything is kept */
  readonly warmupEpochs: number;
  /** epochs after the warm-up in which the kept fraction falls from 1 to the target */
  readonly annealEpochs: number;
  /** ascending; not empty: in place of the target */
  readonly keepAt: readonly KeepAt[];
  /** the loss's own kept fraction */
  readonly target: number;
}

/** From this training accuracy on, this fraction is kept. */
export interface KeepAt {
  readonly accuracy: number;
  readonly fraction: number;
}

export interface ScheduleSettings {
  readonly warmupEpochs?: number | undefined;
  readonly annealEpochs?: number | undefined;
  /** as `parseKeepAt` takes it */
  readonly keepAt?: string | undefined;
}

/**
 * @returns undefined when the settings ask for no schedule
 * @throws SettingError for a loss that has no kept fraction, an illegal `keepAt`, and `annealEpochs` beside `keepAt`
 */
export function createSchedule(loss: Loss, settings: ScheduleSettings): Schedule | undefined {
  const { warmupEpochs = 0, annealEpochs = 0, keepAt } = settings;
  if (warmupEpochs === 0 && annealEpochs === 0 && keepAt === undefined) return undefined;
  const target = targetFraction(loss);
  if (target === undefined) {
    const setting = warmupEpochs > 0 ? "warmupEpochs" : annealEpochs > 0 ? "annealEpochs" : "keepAt";
    throw new SettingError(setting, `needs one of the losses ${scheduledLosses.join(", ")}, not ${loss.name}`);
  }
  if (annealEpochs > 0 && keepAt !== undefined) {
    const problem =
      "a schedule anneals to the loss's own kept fraction or keeps fractions by accuracy (keepAt), not both";
    throw new SettingError("annealEpochs", problem);
  }
  return { warmupEpochs, annealEpochs, keepAt: keepAt === undefined ? [] : parseKeepAt(keepAt), target };
}

/** The kept fraction that a loss has by itself; undefined for a loss that takes no schedule. */
export function targetFraction(loss: Loss): number | undefined {
  return lossDefinitions.find((definition) => definition.name === loss.name)?.target?.(loss.parameters);
}

/**
 * The kept fraction in force in an epoch; undefined: the loss's own. Of `warmupEpochs` = W and `annealEpochs` = A, epochs 0 to W - 1 keep everything,
 * epoch W + j keeps 1 - (1 - target) j / A, and epoch W + A is the first one at the target. With `keepAt`, the last entry whose accuracy was reached is
 * in force after the warm-up, and everything is kept where none was: so Ordered SGD (Kawaguchi and Lu 2020, arXiv:1907.04371) is
 * `0.8=0.5,0.9=0.25,0.95=0.125,0.995=0.0625`.
 *
 * @param epoch from 0
 * @param trainAccuracy of the epoch before, undefined in the first
 */
export function keptFractionAt(
  { warmupEpochs, annealEpochs, keepAt, target }: Schedule,
  epoch: number,
  trainAccuracy: number | undefined,
): number | undefined {
  if (epoch < warmupEpochs) return 1;
  if (keepAt.length > 0) {
    return keepAt.findLast(({ accuracy }) => trainAccuracy !== undefined && trainAccuracy >= accuracy)?.fraction ?? 1;
  }
  const annealed = epoch - warmupEpochs;
  return annealed < annealEpochs ? 1 - (1 - target) * (annealed / annealEpochs) : undefined;
}

const entry = /^(\d*\.?\d+)=(\d*\.?\d+)$/;

/**
 * Reads `ACCURACY=FRACTION,...`: accuracies from 0 to 1, ascending; fractions above 0, at most 1.
 *
 * @throws SettingError that quotes the entry
 */
export function parseKeepAt(text: string): KeepAt[] {
  const list: KeepAt[] = [];
  for (const part of text.split(",")) {
    const [, accuracy, fraction] = (entry.exec(part) ?? []).map(Number) as [number, number?, number?];
    const wrong = (expected: string) => new SettingError("keepAt", `${expected}, found "${shortened(part)}"`);
    if (accuracy === undefined || fraction === undefined) {
      throw wrong("expected ACCURACY=FRACTION,... as in 0.8=0.5,0.9=0.25");
    }
    if (accuracy > 1) throw wrong(`an accuracy is a number from 0 to 1${percentHint(accuracy)}`);
    if (fraction === 0 || fraction > 1) throw wrong(`a kept fraction is a number > 0 and <= 1${percentHint(fraction)}`);
    const before = list.at(-1);
    if (before !== undefined && before.accuracy >= accuracy) throw wrong("accuracies must ascend");
    list.push({ accuracy, fraction });
  }
  return list;
}
