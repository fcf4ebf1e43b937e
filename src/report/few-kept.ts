/** A batch as a loss takes it. */
interface Kept {
  /** the loss, or what a comparison calls it */
  readonly name: string;
  readonly batchSize: number;
  /** of a full batch; undefined: no fixed number */
  readonly fewestKept?: number | undefined;
}

/** Why a loss learns from next to nothing; undefined: it learns from more than one example of a batch. */
export function fewKept({ name, batchSize, fewestKept }: Kept): string | undefined {
  if (fewestKept !== 1 || batchSize === 1) return undefined;
  return `${name} keeps 1 example of each batch of ${batchSize}; keep a larger part, or use larger batches`;
}
