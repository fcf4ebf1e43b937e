import { defineLoss } from "./definition.js";
import { keptCount } from "./parts/kept-count.js";
import { createRanking } from "./parts/ranking.js";
import { normalizeParameter, selectedMean } from "./parts/selected-mean.js";
import type { OhemValues } from "./values.js";

/**
 * Products and quotients are taken in double precision before they are rounded down. A scheduled kept fraction f
 * replaces ratio and keep: k = max(1, floor(f N)); at f = 1 every example is selected, the s hardest included.
 */
export const ohem = defineLoss<OhemValues>({
  name: "ohem",
  summary: "the mean over the hardest part of a batch",
  formula:
    "with k = max(1, floor(N / ratio)) or max(1, floor(keep N)), and s = min(floor(skip N), N - 1): " +
    "mean of the min(k, N - s) hardest l after the s hardest; with normalize=batch their sum / N",
  source:
    "Shrivastava et al. 2016, Training Region-based Object Detectors with Online Hard Example Mining, " +
    "arXiv:1604.03540. Not SSD's hard negatives, 3 for each positive: ratio=3 selects a third of all N, and may skip " +
    "positives",
  comingFrom: [
    {
      project: "mmsegmentation OHEMPixelSampler",
      theirs: "thresh=None, min_kept=M for an image of P pixels",
      here: "ohem:keep=<M / P>,normalize=batch",
    },
    { project: "py-R-FCN BoxAnnotatorOHEM", theirs: "roi_per_img=B, of R regions", here: "ohem:keep=<B / R>" },
    {
      project: "Ordered SGD (qSGD)",
      theirs: "method=1, ssize=64, batch-size=64",
      here: "ohem with --keep-at 0.8=0.5,0.9=0.25,0.95=0.125,0.995=0.0625",
    },
  ],
  parameters: {
    ratio: {
      kind: "number",
      summary: "select the N / ratio hardest examples of a batch of N",
      default: 3,
      minimum: 1,
    },
    keep: {
      kind: "number",
      summary: "fraction of the batch to select, hardest first",
      default: undefined,
      above: 0,
      maximum: 1,
      insteadOf: "ratio",
    },
    skip: {
      kind: "number",
      summary: "fraction of the batch to leave out, the very hardest",
      default: 0,
      minimum: 0,
      below: 1,
    },
    normalize: normalizeParameter,
  },
  target: ({ ratio, keep }) => keep ?? 1 / ratio!,
  build: ({ ratio, keep, skip, normalize }) => {
    const markRanks = createRanking();
    return (losses, weights, { keptFraction }) => {
      const n = losses.length;
      const fraction = keptFraction ?? keep;
      const kept = fraction === undefined ? Math.max(1, Math.floor(n / ratio!)) : keptCount(fraction, n);
      const skipped = keptFraction === 1 ? 0 : Math.min(Math.floor(skip * n), n - 1);
      markRanks(losses, skipped, Math.min(skipped + kept, n), weights);
      return selectedMean(losses, weights, normalize);
    };
  },
});
