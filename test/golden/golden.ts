import { readFileSync } from "node:fs";
import type { ParameterName } from "../../src/model/net.js";

/** The golden values come from PyTorch in double precision, on float32 inputs. */

/** A loss with its parameters; those left out have their defaults. */
export type GoldenSpec = { readonly name: string } & Readonly<Record<string, string | number>>;

/** Flat tensors in PyTorch's layout. */
export type GoldenParameters = Readonly<Record<ParameterName, readonly number[]>>;

export interface GoldenNet {
  /** The batches: `examples` training images of MNIST from `firstExample` on, in file order, `batchSize` at a time; the last batch is short. */
  readonly firstExample: number;
  readonly batchSize: number;
  readonly examples: number;
  readonly adam: { readonly lr: number; readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  readonly initialWeights: GoldenParameters;
  readonly runs: readonly GoldenRun[];
}

export interface GoldenRun {
  readonly spec: GoldenSpec;
  /** one step of Adam a batch; per-example losses of the first and the last batch alone */
  readonly steps: readonly {
    readonly objective: number;
    readonly meanLoss: number;
    readonly losses?: readonly number[];
  }[];
  readonly finalWeights: GoldenParameters;
  /** of the objective in the first step */
  readonly firstGradient?: GoldenParameters;
}

export interface GoldenLosses {
  /** name -> per-example losses */
  readonly vectors: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly (GoldenLossCase & { readonly losses: string })[];
  /** from the named project's own code on random logits */
  readonly published: readonly (GoldenLossCase & { readonly losses: readonly number[]; readonly source: string })[];
}

interface GoldenLossCase {
  readonly spec: GoldenSpec;
  readonly objective: number;
  /** d objective / d losses */
  readonly gradient: readonly number[];
}

export const goldenNet = (): GoldenNet => read("net.json");
export const goldenLosses = (): GoldenLosses => read("losses.json");

/** The spec as `--loss` takes it: `name:key=value,...` */
export function specText({ name, ...parameters }: GoldenSpec): string {
  const list = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
  return [name, ...(list.length > 0 ? [list.join(",")] : [])].join(":");
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as T;
}
