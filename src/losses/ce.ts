import { defineLoss, type LossDefinition } from "./definition.js";

export const ce: LossDefinition<Record<never, never>> = defineLoss({
  name: "ce",
  summary: "plain cross-entropy: the mean over all examples",
  formula: "mean(l)",
  source: "the baseline that every other loss is compared with",
  comingFrom: [
    { project: "PyTorch", theirs: "CrossEntropyLoss()", here: "ce" },
    { project: "Keras", theirs: "SparseCategoricalCrossentropy(from_logits=True)", here: "ce" },
  ],
  parameters: {},
  build: () => (losses, weights) => {
    weights.fill(1 / losses.length);
    let sum = 0;
    for (const loss of losses) sum += loss;
    return sum / losses.length;
  },
});
