import type { Dataset } from "../data/dataset.js";
import { type Ledger, mostPredicted, shareOf } from "./ledger.js";
import { type EpochLoss, lossesByEpoch } from "./loss-by-epoch.js";
import type { LoopState } from "./state.js";

/** A training example whose label may be wrong. */
export interface Suspect {
  /** in the original data set */
  readonly index: number;
  /** that it was trained with */
  readonly label: number;
  /** the other class that was predicted most often; of equally frequent ones the lowest */
  readonly predicted: number;
  /** of its presentations, the share with that prediction */
  readonly share: number;
  /** over its presentations, nats */
  readonly meanLoss: number;
  /** share * meanLoss */
  readonly score: number;
  /** how often it had a non-zero weight */
  readonly timesSelected: number;
  /** in the epochs that are known, the last one among them */
  readonly losses: readonly EpochLoss[];
  /** in the training set, from 0; another number than `index` where the set is derived */
  readonly example: number;
}

/**
 * The training examples that a run predicted as the same other class most often and with the largest losses, best
 * first; of equal scores the first in the data set. Those that were never predicted as another class are left out.
 * @param ledger every example of it has been presented
 * @param loop of the same run
 * @param most how many to return
 */
export function rankSuspects(
  ledger: Ledger,
  loop: Pick<LoopState, "epoch" | "batch">,
  { labels, origin }: Dataset,
  most: number,
): Suspect[] {
  const { presentations, lossSum, timesSelected } = ledger;
  const found: Omit<Suspect, "losses">[] = [];
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example];
    const { class: predicted, times } = mostPredicted(ledger, example, label);
    if (times === 0) continue;
    const share = shareOf(times, presentations[example]);
    const meanLoss = lossSum[example] / presentations[example];
    found.push({
      index: origin?.indices[example] ?? example,
      label,
      predicted,
      share,
      meanLoss,
      score: share * meanLoss,
      timesSelected: timesSelected[example],
      example,
    });
  }
  found.sort((a, b) => b.score - a.score || a.example - b.example);
  const lossesOf = lossesByEpoch(ledger, loop);
  return found.slice(0, most).map((suspect) => ({ ...suspect, losses: lossesOf(suspect.example) }));
}
