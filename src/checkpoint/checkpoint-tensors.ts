import { maxExamples } from "../data/idx.js";
import type { EngineState } from "../engine/engine.js";
import { FileFormatError } from "../errors/errors.js";
import { mapParameters, parameterNames, parameterShapes } from "../model/net.js";
import { emptyCounts, type Ledger } from "../train/ledger.js";
import { keptEpochs, type LossHistory, unknownHistory } from "../train/loss-history.js";
import type { LoopState } from "../train/state.js";
import type { Checkpoint } from "./checkpoint.js";
import { type Dtype, dtypeOf, type dtypes, type Tensor, type Tensors } from "./safetensors.js";

/** PyTorch's names: a parameter's own, its moments by the keys of torch.optim.Adam's state. */
const prefixes = { parameters: "", firstMoments: "exp_avg.", secondMoments: "exp_avg_sq." } as const;
type Kind = keyof typeof prefixes;
export const arrayPrefix = "loss.";
export const ledgerNames = {
  timesSelected: "examples.times_selected",
  lastLoss: "examples.last_loss",
  lastPrediction: "examples.last_prediction",
  presentations: "examples.presentations",
  lossSum: "examples.loss_sum",
  timesPredicted: "examples.times_predicted",
  forgettings: "examples.forgettings",
} as const satisfies Record<Exclude<keyof Ledger, "lossHistory">, string>;
/** [epochs kept, examples]; see `LossHistory` */
const historyName = "examples.loss_by_epoch";

export function checkpointTensors({ classes, engine, ledger, arrays }: Checkpoint): Tensors {
  const shapes = parameterShapes(classes);
  const tensors = new Map<string, Tensor>();
  for (const kind of Object.keys(prefixes) as Kind[]) {
    for (const name of parameterNames) {
      tensors.set(prefixes[kind] + name, { shape: shapes[name], data: engine[kind][name] });
    }
  }
  const add = (name: string, data: Tensor["data"]) => tensors.set(name, { shape: [data.length], data });
  for (const [key, name] of Object.entries(ledgerNames)) add(name, ledger[key as keyof typeof ledgerNames]);
  const { timesPredicted, lossHistory, timesSelected } = ledger;
  const examples = timesSelected.length;
  tensors.set(ledgerNames.timesPredicted, { shape: [examples, classes], data: timesPredicted });
  tensors.set(historyName, { shape: [lossHistory.length, examples], data: inOne(lossHistory, examples) });
  for (const [name, data] of arrays) add(arrayPrefix + name, data);
  return tensors;
}

function inOne(rows: LossHistory, length: number): Uint8Array {
  const all = new Uint8Array(rows.length * length);
  for (const [index, row] of rows.entries()) all.set(row, index * length);
  return all;
}

/** The first tensor with a number that training cannot continue from: not finite, or a negative second moment. */
export function unusableTensor(tensors: Tensors): string | undefined {
  for (const [name, { data }] of tensors) {
    if (!(data instanceof Float32Array || data instanceof Float64Array)) continue;
    const least = name.startsWith(prefixes.secondMoments) ? 0 : -Number.MAX_VALUE;
    if (!data.every((value) => value >= least && value <= Number.MAX_VALUE)) return name;
  }
  return undefined;
}

/** @throws FileFormatError for tensors that are missing, unknown, of another shape or type, or unusable */
export function readCheckpointTensors(
  tensors: Tensors,
  classes: number,
  loop: Pick<LoopState, "step" | "epoch" | "batch">,
  file: string,
): Pick<Checkpoint, "engine" | "ledger" | "arrays"> {
  const unusable = unusableTensor(tensors);
  if (unusable !== undefined) {
    throw new FileFormatError(file, unusable, "holds a number that is not finite, or a negative second moment");
  }
  const take = takeFrom(new Map(tensors), file);
  const shapes = parameterShapes(classes);
  const takeKind = (kind: Kind) => mapParameters((name) => take.one(prefixes[kind] + name, "F32", shapes[name]));
  const engine: EngineState = {
    step: loop.step,
    parameters: takeKind("parameters"),
    firstMoments: takeKind("firstMoments"),
    secondMoments: takeKind("secondMoments"),
  };
  return { engine, ledger: takeLedger(take, classes, loop, file), arrays: take.arrays() };
}

type Take = ReturnType<typeof takeFrom>;
type Place = Pick<LoopState, "epoch" | "batch">;

/** The counts of a model of an early version, and its losses by epoch, begin when its run resumes. */
function takeLedger(take: Take, classes: number, place: Place, file: string): Ledger {
  const timesSelected = take.one(ledgerNames.timesSelected, "U32");
  const { length } = timesSelected;
  if (length > maxExamples) {
    throw new FileFormatError(
      file,
      ledgerNames.timesSelected,
      `expected at most ${maxExamples} examples, got ${length}`,
    );
  }
  const last = {
    lastLoss: take.one(ledgerNames.lastLoss, "F32", [length]),
    lastPrediction: take.one(ledgerNames.lastPrediction, "U8", [length]),
  };
  const counts = take.has(ledgerNames.presentations)
    ? {
        presentations: take.one(ledgerNames.presentations, "U32", [length]),
        lossSum: take.one(ledgerNames.lossSum, "F64", [length]),
        timesPredicted: take.one(ledgerNames.timesPredicted, "U8", [length, classes]),
        forgettings: take.one(ledgerNames.forgettings, "U8", [length]),
      }
    : emptyCounts(length, classes);
  return { timesSelected, ...last, ...counts, lossHistory: takeHistory(take, length, place) };
}

function takeHistory(take: Take, count: number, place: Place): LossHistory {
  if (!take.has(historyName)) return unknownHistory(count, place);
  const rows = keptEpochs(place);
  const all = take.one(historyName, "U8", [rows.length, count]);
  return rows.map((_, row) => all.subarray(row * count, (row + 1) * count));
}

function takeFrom(left: Map<string, Tensor>, file: string) {
  return { has: (name: string) => left.has(name), one, arrays };

  /** @param shape undefined: one dimension of any length */
  function one<D extends Dtype>(name: string, dtype: D, shape?: readonly number[]): InstanceType<(typeof dtypes)[D]> {
    const tensor = left.get(name);
    if (!tensor) throw new FileFormatError(file, name, "this tensor is missing");
    left.delete(name);
    const expected = `${dtype} of shape [${shape ?? tensor.data.length}]`;
    const got = `${dtypeOf(tensor.data)} of shape [${tensor.shape}]`;
    if (got !== expected) throw new FileFormatError(file, name, `expected ${expected}, got ${got}`);
    return tensor.data as InstanceType<(typeof dtypes)[D]>;
  }

  /** The remaining tensors must be arrays of the loss. */
  function arrays(): Map<string, Float32Array> {
    const found = new Map<string, Float32Array>();
    for (const name of [...left.keys()]) {
      if (!name.startsWith(arrayPrefix)) throw new FileFormatError(file, name, "not a tensor of a model of ohem");
      found.set(name.slice(arrayPrefix.length), one(name, "F32"));
    }
    return found;
  }
}
