import type { Derived } from "../data/derive.js";
import { formatCount, formatCountOf, formatPercent } from "./numbers.js";

/** How a training set was derived, in the order in which it was: "20,000 of 60,000 training examples; ...". */
export function describeDerived({ from, perClass, labelsChanged, ...derivation }: Derived): string {
  const { imbalance, labelNoise, labelNoiseKind } = derivation;
  const count = perClass.reduce((sum, examples) => sum + examples, 0);
  const parts = [`${formatCount(count)} of ${formatCountOf(from, "training example")}`];
  if (imbalance !== undefined) parts.push(`a long tail of factor ${imbalance}, by class ${perClass.join(", ")}`);
  if (labelNoise !== undefined) {
    const labels = formatCountOf(labelsChanged, "label");
    parts.push(`${labels} replaced (${formatPercent(labelsChanged / count, 1)}, ${labelNoiseKind ?? "symmetric"})`);
  }
  return parts.join("; ");
}
