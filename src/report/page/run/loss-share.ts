/** The parts of the examples that a ratio of so much would keep. */
const ratios = [2, 3, 8, 16] as const;

/** Points of a curve, and the shares of the usual ratios. */
export interface LossShare {
  /** the examples that were in a batch */
  readonly examples: number;
  readonly totalLoss: number;
  /** of the hardest N/ratio examples */
  readonly byRatio: readonly { readonly ratio: number; readonly examples: number; readonly share: number }[];
  /** shares of the examples, hardest first, and of the total loss; both ascending, from 0 to 1 */
  readonly curve: readonly (readonly [examples: number, loss: number])[];
}

const curvePoints = 100;

/**
 * Where the loss of a training set sits: which share of the total the hardest examples have.
 * @param lastLoss [examples] in nats; negative: the example was in no batch yet
 * @returns undefined when no example was in a batch, or all losses are 0
 */
export function lossShare(lastLoss: Float32Array): LossShare | undefined {
  const ascending = lastLoss.toSorted();
  const first = ascending.findIndex((loss) => loss >= 0);
  const losses = ascending.subarray(first < 0 ? ascending.length : first).reverse();
  const sums = new Float64Array(losses.length + 1);
  for (let i = 0; i < losses.length; i++) sums[i + 1] = sums[i] + losses[i];
  const total = sums[losses.length];
  if (!(total > 0)) return undefined;
  const shareOf = (count: number) => sums[count] / total;
  return {
    examples: losses.length,
    totalLoss: total,
    byRatio: ratios.map((ratio) => {
      const examples = Math.max(1, Math.floor(losses.length / ratio));
      return { ratio, examples, share: shareOf(examples) };
    }),
    curve: places(losses.length).map((count) => [count / losses.length, shareOf(count)]),
  };
}

/** Dense at the beginning, where the curve bends. */
function places(count: number): number[] {
  const all = Array.from({ length: curvePoints + 1 }, (_, i) => Math.round(count * (i / curvePoints) ** 2));
  return [...new Set(all)];
}
