import type { Loss } from "../losses/loss.js";
import { isGuessing } from "./collapse.js";
import type { NoiseFound } from "./events.js";
import type { LoopState } from "./state.js";

/**
 * Where the rule speaks. Chosen on MNIST, seeds 0 to 4: with its own labels the repeated mistakes are at most 0.26 of
 * the kept fraction, from ratio 16 down; with 5% of the labels set to the next class and ratio 8, where mining ends
 * points below plain cross-entropy, or with 20% replaced and ratio 3, they are at least 0.53.
 */
const mostOfKept = 3 / 8;

/** Before it any net repeats its mistakes. The second epoch of MNIST ends with step 1876. */
export const settledStep = 1000;

/** Selected this many times as often as other examples: a loss that draws at random has 1. */
const leastLift = 1.5;

/**
 * Looks for noise in the epoch that ends: examples that were predicted as the same other class as in the epoch before,
 * too many for the fraction that is kept of the hardest. Losses that keep no fraction, that keep every example, or that
 * do not select these ones more often than others would not be changed by less noise. What a net predicts that gives
 * every class about the same probability says nothing of the labels.
 */
export function findNoise(
  { definition }: Loss,
  { epoch, step: steps, sums }: LoopState,
  classes: number,
): NoiseFound | undefined {
  const { examples, selected, repeated, repeatedSelected, loss } = sums;
  if (steps < settledStep || definition?.target === undefined || repeated <= mostOfKept * selected) return undefined;
  if (isGuessing(classes, loss / examples)) return undefined;
  const ofSelected = repeatedSelected / selected;
  if (ofSelected < (leastLift * repeated) / examples) return undefined;
  return { type: "noise", epoch, steps, repeated, examples, keptFraction: selected / examples, ofSelected };
}
