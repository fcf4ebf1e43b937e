import { defineLoss } from "./definition.js";
import { log } from "./parts/elementary.js";
import { createRanking } from "./parts/ranking.js";
import { type Normalize, normalizeParameter, selectedMean } from "./parts/selected-mean.js";

export type ThresholdValues = { readonly probability: number; readonly min: number; readonly normalize: Normalize };

/**
 * Selects every example whose true class has p < probability, that is l > -ln(probability); if those are fewer than min, the min(min, N) hardest instead.
 * Their mean, or with normalize=batch their sum / N. With min=0 it may select none: objective 0, gradients 0. Defaults: probability=0.7, min=1,
 * normalize=kept.
 *
 * Source: OhemCrossEntropy of HRNet-Semantic-Segmentation, OhemCELoss of BiSeNet (min = floor(N / 16)), OHEMPixelSampler of mmsegmentation (batch).
 */
export const threshold = defineLoss<ThresholdValues>({
  name: "threshold",
  summary: "examples whose true class is less probable than a limit",
  formula:
    "mean of every l with p < probability (p = e^-l); if fewer than min: of the min(min, N) hardest l; " +
    "with normalize=batch their sum / N; with min=0 it may select none",
  source: "OhemCrossEntropy of HRNet-Semantic-Segmentation; also in BiSeNet, mmsegmentation and PaddleSeg",
  comingFrom: [
    {
      project: "HRNet-Semantic-Segmentation OhemCrossEntropy",
      theirs: "thres=T, min_kept=M",
      here: "threshold:probability=T,min=M",
    },
    {
      project: "mmsegmentation OHEMPixelSampler",
      theirs: "thresh=T, min_kept=M (an image)",
      here: "threshold:probability=T,min=<M * images>,normalize=batch",
    },
    {
      project: "PaddleSeg OhemCrossEntropyLoss",
      theirs: "thresh=T, min_kept=M",
      here: "threshold:probability=T,min=<M - 1>",
    },
    {
      project: "BiSeNet OhemCELoss",
      theirs: "thresh=T",
      here: "threshold:probability=T,min=<floor(N / 16)>",
    },
  ],
  parameters: {
    probability: {
      kind: "number",
      summary: "selects examples whose true class is less probable",
      default: 0.7,
      above: 0,
      maximum: 1,
    },
    min: {
      kind: "number",
      summary: "the least number of examples to select; 0: maybe none",
      default: 1,
      minimum: 0,
      integer: true,
    },
    normalize: normalizeParameter,
  },
  build: ({ probability, min, normalize }) => {
    const markRanks = createRanking();
    const cut = -log(probability);
    return (losses, gradient) => {
      const n = losses.length;
      let kept = 0;
      for (let i = 0; i < n; i++) {
        gradient[i] = losses[i] > cut ? 1 : 0;
        kept += gradient[i];
      }
      const least = Math.min(min, n);
      if (kept < least) markRanks(losses, 0, least, gradient);
      return selectedMean(losses, gradient, normalize);
    };
  },
});
