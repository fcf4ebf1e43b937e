import { defineLoss } from "./definition.js";
import { log } from "./parts/elementary.js";
import { createRanking } from "./parts/ranking.js";
import { normalizeParameter, selectedMean } from "./parts/selected-mean.js";
import type { ThresholdValues } from "./values.js";

/** p < probability is computed as l > -ln(probability). With nothing selected the objective and all weights are 0. */
export const threshold = defineLoss<ThresholdValues>({
  name: "threshold",
  summary: "the mean over examples with p(true class) below a limit",
  formula:
    "mean of all l with p < probability, where p = e^-l is the probability of the true class; if fewer than min, " +
    "of the min(min, N) hardest l instead; with normalize=batch their sum / N; with min=0 possibly none is selected",
  source: "OhemCrossEntropy of HRNet-Semantic-Segmentation; also in BiSeNet, mmsegmentation and PaddleSeg",
  comingFrom: [
    {
      project: "HRNet-Semantic-Segmentation OhemCrossEntropy",
      theirs: "thres=T, min_kept=M",
      here: "threshold:probability=T,min=M",
    },
    {
      project: "mmsegmentation OHEMPixelSampler",
      theirs: "thresh=T, min_kept=M per image",
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
      summary: "select examples whose true class has a lower probability",
      default: 0.7,
      above: 0,
      maximum: 1,
    },
    min: {
      kind: "number",
      summary: "select at least this many examples (0: possibly none)",
      default: 1,
      minimum: 0,
      integer: true,
    },
    normalize: normalizeParameter,
  },
  build: ({ probability, min, normalize }) => {
    const markRanks = createRanking();
    const cut = -log(probability);
    return (losses, weights) => {
      const n = losses.length;
      let kept = 0;
      for (let i = 0; i < n; i++) {
        weights[i] = losses[i] > cut ? 1 : 0;
        kept += weights[i];
      }
      const least = Math.min(min, n);
      if (kept < least) markRanks(losses, 0, least, weights);
      return selectedMean(losses, weights, normalize);
    };
  },
});
