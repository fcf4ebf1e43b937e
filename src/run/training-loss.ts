import type { ResolvedConfig } from "../config/settings.js";
import { SettingError } from "../errors/errors.js";
import type { Loss } from "../losses/loss.js";
import { parseLoss } from "../losses/registry.js";
import { createSchedule, type Schedule } from "../losses/schedule.js";

export interface TrainingLoss {
  readonly loss: Loss;
  /** of the kept fraction; undefined: the loss's own from the start */
  readonly schedule: Schedule | undefined;
}

/**
 * The loss that the settings ask for, with its schedule.
 * @param loss undefined: the one that they name
 * @throws InputError for an illegal loss or schedule, or a warm-up that never ends
 */
export function trainingLoss(config: ResolvedConfig, loss: Loss = parseLoss(config.loss)): TrainingLoss {
  const schedule = createSchedule(loss, config);
  if (config.warmupEpochs >= config.epochs) {
    const epochs = config.epochs === 1 ? "1 epoch" : `${config.epochs} epochs`;
    const problem = `expected fewer than the run's ${epochs}, got ${config.warmupEpochs}`;
    throw new SettingError("warmupEpochs", `${problem}: every example would be kept to the end`);
  }
  return { loss, schedule };
}
