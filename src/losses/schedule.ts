import { SettingError } from "../errors/errors.js";
import { percentHint } from "../errors/percent-hint.js";
import { shortened } from "../errors/shortened.js";
import type { Loss } from "./loss.js";
import { lossDefinitions } from "./registry.js";

/** The names of the losses that keep a fraction of each batch. */
export const scheduledLosses: readonly string[] = lossDefinitions
  .filter((definition) => definition.target !== undefined)
  .map((definition) => definition.name);

/** How much of each batch a loss keeps, by epoch. */
export interface Schedule {
  /** first epochs, in which every example is kept */
  readonly warmupEpochs: number;
  /** epochs after the warm-up in which the kept fraction falls from 1 to the target */
  readonly annealEpochs: number;
  /** ascending by accuracy; if not empty, it replaces the target */
  readonly keepAt: readonly KeepAt[];
  /** the loss's own kept fraction */
  readonly target: number;
}

/** At this training accuracy or above, this fraction is kept. */
export interface KeepAt {
  readonly accuracy: number;
  readonly fraction: number;
}

export interface ScheduleSettings {
  readonly warmupEpochs?: number | undefined;
  readonly annealEpochs?: number | undefined;
  /** ACCURACY=FRACTION,... */
  readonly keepAt?: string | undefined;
}

/**
 * @returns undefined when the settings ask for no schedule
 * @throws SettingError for a loss without a kept fraction, an illegal `keepAt`, and `annealEpochs` beside `keepAt`
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
    const problem = "cannot be combined with keepAt: a schedule anneals or follows the accuracy, not both";
    throw new SettingError("annealEpochs", problem);
  }
  return { warmupEpochs, annealEpochs, keepAt: keepAt === undefined ? [] : parseKeepAt(keepAt), target };
}

/** A loss's own kept fraction; undefined for losses that take no schedule. */
export function targetFraction(loss: Loss): number | undefined {
  return loss.definition?.target?.(loss.parameters);
}

/**
 * The fewest examples of a batch of N that a loss keeps in a run, by its own kept fraction or its schedule's.
 * @returns undefined for a loss without a kept fraction
 */
export function fewestKept(loss: Loss, schedule: Schedule | undefined, n: number): number | undefined {
  const target = targetFraction(loss);
  if (target === undefined) return undefined;
  const fractions = schedule?.keepAt.map(({ fraction }) => fraction) ?? [];
  const least = fractions.length > 0 ? Math.min(...fractions) : target;
  // Where N / ratio is a whole number, N * (1 / ratio) may be just below it.
  return Math.max(1, Math.floor(least * n + 1e-9));
}

/**
 * The kept fraction of an epoch; undefined: the loss's own. With W = `warmupEpochs` and A = `annealEpochs`, epochs 0 to
 * W - 1 keep every example, epoch W + j keeps 1 - (1 - target) j / A, and epoch W + A is the first at the target. With
 * `keepAt`, the last entry whose accuracy was reached applies after the warm-up; if none was, every example is kept.
 * Ordered SGD (Kawaguchi and Lu 2020, arXiv:1907.04371) is `0.8=0.5,0.9=0.25,0.95=0.125,0.995=0.0625`.
 *
 * @param epoch from 0
 * @param trainAccuracy of the previous epoch, undefined in the first
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
 * Reads `ACCURACY=FRACTION,...`: accuracies from 0 to 1, ascending; fractions above 0 and at most 1.
 * @throws SettingError that quotes the wrong entry
 */
export function parseKeepAt(text: string): KeepAt[] {
  const list: KeepAt[] = [];
  for (const part of text.split(",")) {
    const [, accuracy, fraction] = (entry.exec(part) ?? []).map(Number) as [number, number?, number?];
    const wrong = (expected: string) => new SettingError("keepAt", `${expected}, got "${shortened(part)}"`);
    if (accuracy === undefined || fraction === undefined) {
      const percent = /[\d.]+%/.exec(part)?.[0];
      throw wrong(`expected ACCURACY=FRACTION,... as in 0.8=0.5,0.9=0.25${percentHint(percent)}`);
    }
    if (accuracy > 1) throw wrong(`an accuracy is a number from 0 to 1${percentHint(accuracy)}`);
    if (fraction === 0 || fraction > 1) throw wrong(`a kept fraction is a number > 0 and <= 1${percentHint(fraction)}`);
    const before = list.at(-1);
    if (before !== undefined && before.accuracy >= accuracy) throw wrong("accuracies must ascend");
    list.push({ accuracy, fraction });
  }
  return list;
}
