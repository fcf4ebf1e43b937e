import type { Loss } from "../../src/losses/loss.js";

/** The ranking losses written straight from their definitions: sorted objects, no typed arrays, no scratch. */
export function reference(
  { name, parameters }: Loss,
  losses: readonly number[],
  keptFraction: number | undefined,
): { objective: number; weights: number[] } | undefined {
  const { ratio, keep, skip, normalize, weight, probability, min, drop } = parameters as Record<string, number>;
  const n = losses.length;
  const hardestFirst = losses
    .map((loss, index) => ({ loss, index }))
    .sort((a, b) => b.loss - a.loss || a.index - b.index);
  const weights = losses.map(() => 0);
  const sum = (some: readonly { loss: number }[]) => some.reduce((total, { loss }) => total + loss, 0);
  const mean = (some: typeof hardestFirst, byBatch: boolean) => {
    const divisor = byBatch ? n : some.length;
    for (const { index } of some) weights[index] = 1 / divisor;
    return { objective: some.length === 0 ? 0 : sum(some) / divisor, weights };
  };
  const byBatch = (normalize as unknown) === "batch";
  const atLeast1 = (count: number) => Math.max(1, Math.floor(count));

  switch (name) {
    case "ce":
      return mean(hardestFirst, false);
    case "ohem": {
      const fraction = keptFraction ?? keep;
      const k = atLeast1(fraction === undefined ? n / ratio! : fraction * n);
      const s = keptFraction === 1 ? 0 : Math.min(Math.floor(skip! * n), n - 1);
      return mean(hardestFirst.slice(s, s + k), byBatch);
    }
    case "weighted": {
      const k = atLeast1(keep! * n);
      const total = weight! * k + (n - k);
      hardestFirst.forEach(({ index }, rank) => {
        weights[index] = (rank < k ? weight! : 1) / total;
      });
      return { objective: losses.reduce((sum, loss, i) => sum + weights[i] * loss, 0), weights };
    }
    case "blended": {
      const k = atLeast1(keep! * n);
      hardestFirst.forEach(({ index }, rank) => {
        weights[index] = ((n - k) / n + (rank < k ? weight! / k : 0)) / n;
      });
      const hardMean = sum(hardestFirst.slice(0, k)) / k;
      return { objective: ((sum(hardestFirst) / n) * (n - k) + weight! * hardMean) / n, weights };
    }
    case "threshold": {
      const below = hardestFirst.filter(({ loss }) => loss > -Math.log(probability!));
      return mean(below.length < Math.min(min!, n) ? hardestFirst.slice(0, min!) : below, byBatch);
    }
    case "small-loss": {
      const kept = keptFraction === undefined ? n - Math.floor(drop! * n) : atLeast1(keptFraction * n);
      return mean(hardestFirst.slice(n - Math.max(kept, 1)), false);
    }
    default:
      return undefined;
  }
}
