import type { EngineState } from "../engine/engine.js";
import { FileFormatError } from "../errors.js";
import { mapParameters, type ParameterName, type Parameters, parameterNames, parameterShapes } from "../model/net.js";
import type { Checkpoint } from "./checkpoint.js";
import type { Tensor, Tensors } from "./safetensors.js";

/** PyTorch's names: a parameter's own, its moments by the keys of torch.optim.Adam's state, and the arrays of the loss. */
const prefixes = { parameters: "", firstMoments: "exp_avg.", secondMoments: "exp_avg_sq." } as const;
const kinds = Object.keys(prefixes) as (keyof typeof prefixes)[];
const arrayPrefix = "loss.";

export function checkpointTensors({ classes, engine, arrays }: Checkpoint): Tensors {
  const shapes = parameterShapes(classes);
  const tensors = new Map<string, Tensor>();
  for (const kind of kinds) {
    for (const name of parameterNames) {
      tensors.set(prefixes[kind] + name, { shape: shapes[name], data: engine[kind][name] });
    }
  }
  for (const [name, data] of arrays) tensors.set(arrayPrefix + name, { shape: [data.length], data });
  return tensors;
}

/** The name of the first tensor that holds what no training may go on from: a number that is not finite, a negative second moment. */
export function unusableTensor(tensors: Tensors): string | undefined {
  for (const [name, { data }] of tensors) {
    const least = name.startsWith(prefixes.secondMoments) ? 0 : -Number.MAX_VALUE;
    if (!data.every((value) => value >= least && value <= Number.MAX_VALUE)) return name;
  }
  return undefined;
}

/** @throws FileFormatError for tensors that are missing, too many, of another shape or type, or unusable */
export function readCheckpointTensors(
  tensors: Tensors,
  classes: number,
  step: number,
  file: string,
): { engine: EngineState; arrays: Map<string, Float32Array> } {
  const shapes = parameterShapes(classes);
  const take = (name: string, shape?: readonly number[]) => float32Of(tensors, name, shape, file);
  const takeAll = (prefix: string): Parameters => mapParameters((name) => take(prefix + name, shapes[name]));
  const [parameters, firstMoments, secondMoments] = kinds.map((kind) => takeAll(prefixes[kind]));
  const engine = { step, parameters: parameters!, firstMoments: firstMoments!, secondMoments: secondMoments! };
  const known = new Set(kinds.flatMap((kind) => parameterNames.map((name: ParameterName) => prefixes[kind] + name)));
  const arrays = new Map<string, Float32Array>();
  for (const name of tensors.keys()) {
    if (known.has(name)) continue;
    if (!name.startsWith(arrayPrefix)) throw new FileFormatError(file, name, "no tensor of a model of ohem");
    arrays.set(name.slice(arrayPrefix.length), take(name));
  }
  const unusable = unusableTensor(tensors);
  if (unusable !== undefined) {
    throw new FileFormatError(file, unusable, "holds a number that is not finite, or a negative second moment");
  }
  return { engine, arrays };
}

function float32Of(tensors: Tensors, name: string, shape: readonly number[] | undefined, file: string): Float32Array {
  const tensor = tensors.get(name);
  if (!tensor) throw new FileFormatError(file, name, "this tensor is missing");
  const expected = shape ?? [tensor.data.length];
  if (!(tensor.data instanceof Float32Array) || String(tensor.shape) !== String(expected)) {
    throw new FileFormatError(file, name, `expected F32 of shape [${expected}], got shape [${tensor.shape}]`);
  }
  return tensor.data;
}
