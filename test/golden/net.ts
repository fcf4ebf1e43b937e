import { readFileSync } from "node:fs";
import type { LossValues } from "../../src/losses/definition.js";
import type { ParameterName } from "../../src/model/net.js";

/** Flat tensors in PyTorch's layout. */
export type GoldenParameters = Readonly<Record<ParameterName, readonly number[]>>;

/** Ten steps of training by PyTorch in double precision, on float32 inputs, with each of some losses. */
export interface GoldenNet {
  /**
   * The batches: `examples` training images of MNIST from `firstExample` on, in file order, `batchSize` at a time; the
   * last batch is short.
   */
  readonly firstExample: number;
  readonly batchSize: number;
  readonly examples: number;
  readonly adam: { readonly lr: number; readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  readonly initialWeights: GoldenParameters;
  readonly runs: readonly GoldenRun[];
}

export interface GoldenRun {
  readonly spec: { readonly name: string } & LossValues;
  /** one step of Adam a batch; per-example losses of the first and the last batch only */
  readonly steps: readonly { readonly objective: number; readonly meanLoss: number; readonly losses?: number[] }[];
  readonly finalWeights: GoldenParameters;
  /** of the objective in the first step */
  readonly firstGradient?: GoldenParameters;
}

export const goldenNet: GoldenNet = JSON.parse(readFileSync(new URL("net.json", import.meta.url), "utf8"));
