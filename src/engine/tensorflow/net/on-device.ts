import type { Dataset } from "../../../data/dataset.js";
import { InputError } from "../../../errors/errors.js";
import {
  imageSide,
  mapParameters,
  type ParameterName,
  type Parameters,
  parameterNames,
  parameterSizes,
} from "../../../model/net.js";
import type { EngineState, Split } from "../../engine.js";
import type { Fed, Session } from "../graph/session.js";
import { fromTensorflow, tensorflowLayouts, toTensorflow } from "./layout.js";
import { names, stateNames } from "./net.js";

/** Copies one split to the device. */
export function uploadSplit(session: Session, split: Split, { images, labels, count }: Dataset): void {
  const upload = session.call(
    [names.write(`${split}/images`), names.write(`${split}/labels`)],
    [names.dataWritten(split)],
  );
  upload([
    { type: "uint8", shape: [count, imageSide, imageSide, 1], values: images },
    { type: "uint8", shape: [count], values: labels },
  ]);
}

const kinds = ["parameters", "firstMoments", "secondMoments"] as const;

/** Reads and writes parameters and moments, which outside are in PyTorch's layout. */
export interface StateOnDevice {
  read(): Record<(typeof kinds)[number], Parameters>;
  /** @throws InputError for a size that does not fit */
  check(state: EngineState): void;
  write(state: EngineState): void;
}

export function stateOnDevice(session: Session, classes: number): StateOnDevice {
  const layouts = tensorflowLayouts(classes);
  const readAll = session.call([], stateNames.map(names.read));
  const writeAll = session.call(stateNames.map(names.write), [names.stateWritten]);
  return {
    read() {
      const values = readAll([]);
      const take = (kind: number) =>
        mapParameters((name) =>
          fromTensorflow(layouts[name], values[kind * parameterNames.length + parameterNames.indexOf(name)]),
        );
      return { parameters: take(0), firstMoments: take(1), secondMoments: take(2) };
    },
    check: (state) => checkSizes(state, classes),
    write(state) {
      const fed = (values: Float32Array, name: ParameterName): Fed => ({
        type: "float32",
        shape: layouts[name].shape,
        values: toTensorflow(layouts[name], values),
      });
      writeAll(kinds.flatMap((kind) => parameterNames.map((name) => fed(state[kind][name], name))));
    },
  };
}

function checkSizes(state: EngineState, classes: number): void {
  const sizes = parameterSizes(classes);
  for (const kind of kinds) {
    for (const name of parameterNames) {
      const { length } = state[kind][name];
      if (length !== sizes[name]) {
        throw new InputError(
          `${kind} ${name}: ${length} numbers where a net with ${classes} classes has ${sizes[name]}; it belongs to another net`,
        );
      }
    }
  }
}
