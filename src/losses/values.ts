// Made from the parameters in the losses' files by `npm test -- -u`: what an editor shows of them.

/** The parameters of the loss ohem. */
export type OhemValues = {
  /** select the N / ratio hardest examples of a batch of N; a number >= 1 (default: 3) */
  readonly ratio: number | undefined;
  /** fraction of the batch to select, hardest first; a number > 0 and <= 1, instead of ratio */
  readonly keep: number | undefined;
  /** fraction of the batch to leave out, the very hardest; a number >= 0 and < 1 (default: 0) */
  readonly skip: number;
  /** divide the sum by the examples kept or by the batch size (default: kept) */
  readonly normalize: "kept" | "batch";
};

/** The parameters of the loss weighted. */
export type WeightedValues = {
  /** fraction of the batch that counts as hard (skips none); a number > 0 and <= 1 (default: 0.5) */
  readonly keep: number;
  /** weight of the hard examples; a number > 0 and <= 1e+30 (default: 2) */
  readonly weight: number;
};

/** The parameters of the loss blended. */
export type BlendedValues = {
  /** fraction of the batch that counts as hard (skips none); a number > 0 and <= 1 (default: 0.5) */
  readonly keep: number;
  /** weight of the hard examples; a number > 0 and <= 1e+30 (default: 2) */
  readonly weight: number;
};

/** The parameters of the loss threshold. */
export type ThresholdValues = {
  /** select examples whose true class has a lower probability; a number > 0 and <= 1 (default: 0.7) */
  readonly probability: number;
  /** select at least this many examples (0: possibly none); an integer >= 0 (default: 1) */
  readonly min: number;
  /** divide the sum by the examples kept or by the batch size (default: kept) */
  readonly normalize: "kept" | "batch";
};

/** The parameters of the loss focal. */
export type FocalValues = {
  /** how fast the scale falls as p grows (0: ce); a number >= 0 (default: 2) */
  readonly gamma: number;
};

/** The parameters of the loss small-loss. */
export type SmallLossValues = {
  /** fraction of the batch to leave out, hardest first; a number >= 0 and < 1 (default: 0.2) */
  readonly drop: number;
};

/** The parameters of the loss random. */
export type RandomValues = {
  /** fraction of the batch to select; a number > 0 and <= 1 (default: 0.3333) */
  readonly keep: number | undefined;
  /** select N / ratio examples of a batch of N, as ohem does; a number >= 1, instead of keep */
  readonly ratio: number | undefined;
};

/** The parameters of the loss selective-backprop. */
export type SelectiveBackpropValues = {
  /** how strongly to prefer hard examples (0: select all); a number >= 0 (default: 3) */
  readonly beta: number;
  /** how many recent losses to rank an example among; an integer >= 1 and <= 16777216 (default: 1024) */
  readonly history: number;
};
