import type { Loss } from "../losses/loss.js";
import { targetFraction } from "../losses/schedule.js";

/**
 * The fraction that random selection keeps beside a loss, as its control; undefined: it has none, as it skips nothing,
 * or nobody knows in advance how much.
 * @param keepAt of the contestant's settings
 */
export function keptByControl(loss: Loss, keepAt: string | undefined): number | undefined {
  const kept = targetFraction(loss);
  return loss.name === "random" || (kept === 1 && keepAt === undefined) ? undefined : kept;
}
