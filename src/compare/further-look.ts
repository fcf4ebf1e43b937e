import type { Look } from "./comparison.js";
import { defaultAlpha } from "./judging-options.js";
import { fixedLook, furtherLook, judgingOf, looksWith } from "./looks.js";
import type { CompareOptions } from "./options.js";
import { smallestDetectable } from "./statistics/power.js";

/** What adding seeds costs a comparison whose number of seeds was fixed, once it has its verdict. */
export interface FurtherLook {
  /** seeds of the looks before, in their order */
  readonly before: readonly number[];
  /** the smallest difference that is shown, relative to that of as many new seeds; null: none, however large */
  readonly detectable: number | null;
}

/**
 * @param seeds to be judged
 * @param pairs that are tested
 * @returns undefined where no look is added, and where the number of seeds was open from the start
 */
export function furtherLookAt(
  looks: readonly Look[],
  seeds: number,
  pairs: number,
  { untilDecided, alpha = defaultAlpha }: Pick<CompareOptions, "untilDecided" | "alpha">,
): FurtherLook | undefined {
  const now = looksWith(looks, seeds, { untilDecided });
  if (now === looks || judgingOf({ looks: now, missingTrials: 0 }) !== furtherLook) return undefined;
  const spread = { n: seeds, mean: 0, standardError: 1 };
  const [further, fixed] = [furtherLook, fixedLook].map(({ rule, share }) => {
    return smallestDetectable(spread, share * alpha, pairs, rule);
  });
  return { before: looks.map((look) => look.seeds), detectable: Number.isFinite(further) ? further / fixed : null };
}
