/** @import { EpochDone } from "ohem" */

/**
 * The share of the skipped examples' backward passes that mining really saves: the difference between the two epochs'
 * wall times, divided by the cost of those passes in the epoch that skips nothing. Adam's part of `backwardSeconds`
 * follows from the mining epoch's `savedSeconds`, which excludes it.
 * @param {readonly EpochDone[]} everything epochs of ce
 * @param {readonly EpochDone[]} mined the same epochs with skipping
 */
export function skippingSaves(everything, mined) {
  const sum = (/** @type {readonly EpochDone[]} */ epochs, /** @type {(epoch: EpochDone) => number} */ of) =>
    epochs.reduce((total, epoch) => total + of(epoch), 0);
  const selected = sum(mined, (epoch) => epoch.backwardExamples);
  const skipped = sum(mined, (epoch) => epoch.forwardExamples) - selected;
  const minedPasses = (sum(mined, (epoch) => epoch.savedSeconds ?? 0) * selected) / skipped;
  const adam = sum(mined, (epoch) => epoch.backwardSeconds) - minedPasses;
  const passes = sum(everything, (epoch) => epoch.backwardSeconds) - adam;
  const wouldCost = (passes * skipped) / sum(everything, (epoch) => epoch.backwardExamples);
  return (sum(everything, (epoch) => epoch.trainSeconds) - sum(mined, (epoch) => epoch.trainSeconds)) / wouldCost;
}
